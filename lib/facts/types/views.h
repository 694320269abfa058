// Values that refer to what they do not own.
#pragma once

#include "clang/AST/Type.h"

namespace asynctidy::facts {

/// A class whose objects refer to something they do not own: trivially copyable, and somewhere in it a reference or a
/// pointer to an object. std::string_view, std::span, std::reference_wrapper, Asio's buffers. Iterators and closures
/// are told apart: they are none. Nor is a class that has not been instantiated.
bool isView(clang::QualType T);

/// True for views, references, pointers to objects, and the iterators that are copied bit by bit.
bool isBorrowing(clang::QualType T);

/// Whether objects of the class \p T only name something that does not change and that their user does not reach by
/// them: each pointer in it is private and to a constant, and it has no elements and no target (`begin`, `data`, `*`,
/// `->`, `[]`, a conversion to a reference). std::error_code, std::type_index, std::source_location: what they name
/// lives as long as the program, whatever object gave them away.
bool namesConstant(clang::QualType T);

} // namespace asynctidy::facts
