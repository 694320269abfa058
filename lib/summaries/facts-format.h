// How facts are written as bytes: the order of their fields, the same for writing and reading.
#pragma once

#include "summaries/bytes.h"
#include "summaries/unit-facts.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Allocator.h"

#include <optional>
#include <type_traits>

namespace asynctidy::summaries {

/// The format version of facts files, of the index and of what a link keeps; other versions are not read.
constexpr unsigned SchemaVersion = 8;

/// Writes facts; reading them with a FactsReader gives equal ones.
class FactsWriter : public ByteWriter {
public:
  /// \p NumberOf maps a text to the number that is written for it.
  explicit FactsWriter(llvm::function_ref<uint32_t(Text)> NumberOf) : NumberOf(NumberOf) {}

  template <class Fact> void write(const Fact &F) { eachField(*this, F); }

  // Called by eachField():
  void text(Text T) { number(NumberOf(T)); }
  void name(Text T) { text(T); }
  template <class Number> void value(const Number &N, uint64_t) { number(static_cast<uint64_t>(N)); }
  template <class... Bools> void flags(const Bools &...Flags) {
    uint64_t Bits = 0, Bit = 1;
    ((Bits |= Flags ? Bit : 0, Bit <<= 1), ...);
    number(Bits);
  }
  template <class Set> void set(const Set &S, uint64_t) { number(S.code()); }
  template <class Elements, class Write> void list(const Elements &Of, Write WriteOne) {
    number(Of.size());
    for (const auto &Element : Of)
      WriteOne(Element);
  }
  void held(const List<uint32_t> &Indices, size_t) {
    list(Indices, [&](uint32_t Index) { number(Index); });
  }

private:
  llvm::function_ref<uint32_t(Text)> NumberOf;
};

/// Reads facts. What makes no sense fails.
class FactsReader : public ByteReader {
public:
  /// \p TextOf gives the text for a number that is read, or nothing when there is none; lists are views of elements in
  /// \p Memory.
  FactsReader(llvm::StringRef Bytes, llvm::function_ref<std::optional<Text>(uint64_t)> TextOf,
              llvm::BumpPtrAllocator &Memory)
      : ByteReader(Bytes), TextOf(TextOf), Memory(Memory) {}

  template <class Fact> void read(Fact &F) { eachField(*this, F); }

  // Called by eachField():
  void text(Text &T) {
    const std::optional<Text> Found = TextOf(number());
    T = Found ? *Found : static_cast<Text>(fail());
  }
  void name(Text &T) {
    text(T);
    if (!T)
      fail();
  }
  template <class Number> void value(Number &N, uint64_t Most) { N = static_cast<Number>(number(Most)); }
  template <class... Bools> void flags(Bools &...Flags) {
    uint64_t Bits = number((uint64_t(1) << sizeof...(Flags)) - 1);
    ((Flags = Bits & 1, Bits >>= 1), ...);
  }
  template <class Set> void set(Set &S, uint64_t Most) { S = Set::fromCode(static_cast<uint32_t>(number(Most))); }
  template <class T, class Read> void list(List<T> &Of, Read ReadOne) {
    const size_t Size = countOf<T>();
    if (!Size)
      return;
    T *const Elements = Memory.Allocate<T>(Size);
    std::uninitialized_value_construct_n(Elements, Size);
    Of = List<T>::view(Elements, Size);
    for (T &Element : Of)
      ReadOne(Element);
  }
  template <class T, class Read> void list(std::vector<T> &Of, Read ReadOne) {
    Of.resize(countOf<T>());
    for (T &Element : Of)
      ReadOne(Element);
  }
  void held(List<uint32_t> &Indices, size_t Holds) {
    list(Indices, [&](uint32_t &Index) {
      Index = static_cast<uint32_t>(number());
      if (Index >= Holds)
        fail();
    });
  }

private:
  /// The number of elements that follow. Damage must not make us ask for very much memory: large elements have many
  /// fields, of a byte at least.
  template <class T> size_t countOf() { return number(left() / (sizeof(T) / 16 + 1)); }

  llvm::function_ref<std::optional<Text>(uint64_t)> TextOf;
  llvm::BumpPtrAllocator &Memory;
};

/// Matches the fact \p Known, const or not.
template <class Fact, class Known>
concept Is = std::is_same_v<std::remove_const_t<Fact>, Known>;

constexpr uint64_t AnyUnsigned = std::numeric_limits<uint32_t>::max();

template <class Codec, Is<Place> Fact> void eachField(Codec &C, Fact &P) {
  C.text(P.File);
  C.value(P.Line, AnyUnsigned);
  C.value(P.Column, AnyUnsigned);
}

template <class Codec, Is<ObjectPath> Fact> void eachField(Codec &C, Fact &P) {
  C.value(P.From, static_cast<uint64_t>(ObjectPath::Root::Constant));
  C.value(P.Number, std::numeric_limits<uint8_t>::max());
  C.text(P.Variable);
  C.list(P.Steps, [&](auto &Step) { C.text(Step); });
}

template <class Codec, Is<Lock> Fact> void eachField(Codec &C, Fact &L) {
  eachField(C, L.Path);
  C.flags(L.IsAsync, L.IsShared, L.IsRecursive);
  C.set(L.Assumes, Assumptions::all().code());
}

template <class Codec, Is<Hold> Fact> void eachField(Codec &C, Fact &H) {
  eachField(C, H.What);
  eachField(C, H.Since);
  C.flags(H.OnEveryPath);
}

template <class Codec, Is<Acquisition> Fact> void eachField(Codec &C, Fact &A) {
  eachField(C, A.What);
  eachField(C, A.At);
  C.flags(A.OnlyTries, A.BeforeSuspension);
  C.value(A.OnlyIf.Code, Condition::MostCode);
  C.set(A.Silenced, CheckSet::all().code());
}

template <class Codec, Is<Exclusion> Fact> void eachField(Codec &C, Fact &X) {
  eachField(C, X.What);
  eachField(C, X.At);
  C.name(X.Callee);
  C.set(X.Silenced, CheckSet::all().code());
}

template <class Codec, Is<Call> Fact> void eachField(Codec &C, Fact &Made) {
  C.name(Made.Callee);
  C.text(Made.CalleeName);
  C.text(Made.Local);
  C.value(Made.How, static_cast<uint64_t>(Call::Way::Apart));
  C.flags(Made.IsVirtual, Made.BeforeSuspension, Made.MayBlock);
  C.value(Made.OnlyIf.Code, Condition::MostCode);
  C.set(Made.DecidedBy, AnyUnsigned);
  C.set(Made.Constants, AnyUnsigned);
  C.set(Made.Silenced, CheckSet::all().code());
  eachField(C, Made.At);
  eachField(C, Made.Object);
  C.list(Made.Arguments, [&](auto &Argument) { eachField(C, Argument); });
}

template <class Codec, Is<Blocker> Fact> void eachField(Codec &C, Fact &B) {
  eachField(C, B.At);
  C.text(B.Name);
  C.text(B.Advice);
  C.text(B.Because);
  C.flags(B.WaitsForWork, B.RunsLoop);
  C.value(B.OnlyIf.Code, Condition::MostCode);
  C.set(B.DecidedBy, AnyUnsigned);
  C.set(B.Silenced, CheckSet::all().code());
  C.set(B.Assumes, Assumptions::all().code());
}

template <class Codec, Is<FunctionFacts> Fact> void eachField(Codec &C, Fact &F) {
  C.name(F.Id);
  C.text(F.Name);
  C.text(F.Stable);
  eachField(C, F.At);
  C.flags(F.IsCoroutine, F.IsEager, F.IsGenerator, F.MakesOrEndsObject, F.IsClosed);
  C.list(F.Overrides, [&](auto &Id) { C.text(Id); });
  C.list(F.Holds, [&](auto &H) { eachField(C, H); });
  const auto WithHeld = [&](auto &Event) {
    eachField(C, Event);
    C.held(Event.Held, F.Holds.size());
  };
  C.list(F.Acquisitions, WithHeld);
  C.list(F.Exclusions, WithHeld);
  C.list(F.Calls, WithHeld);
  C.list(F.Blockers, [&](auto &B) { eachField(C, B); });
}

template <class Codec, Is<Step> Fact> void eachField(Codec &C, Fact &S) {
  eachField(C, S.At);
  C.text(S.Caller);
  C.text(S.Callee);
  C.flags(S.IsAwait);
}

template <class Codec, Is<LockNesting> Fact> void eachField(Codec &C, Fact &N) {
  C.text(N.Function);
  eachField(C, N.Held);
  eachField(C, N.Since);
  C.list(N.Calls, [&](auto &S) { eachField(C, S); });
  eachField(C, N.Acquired);
  eachField(C, N.At);
  C.list(N.Gates, [&](auto &G) {
    C.name(G.Key);
    C.flags(G.IsShared);
  });
  C.list(N.Programs, [&](auto &Main) { C.text(Main); });
  C.flags(N.IsSilenced, N.IsDeclared);
}

} // namespace asynctidy::summaries
