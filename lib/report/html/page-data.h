// The data of the page of writeHtml().
#pragma once

#include "report/run.h"
#include "report/source-files.h"

#include <string>

namespace asynctidy::report {

/// JSON with what the page's script shows of \p R: the \p Shown findings, the sources around them, the sums of all
/// findings. Texts of the analysed project are in it as they are; the caller must see that they cannot end the script
/// element that they stand in.
std::string pageData(const Run &R, const std::vector<const Finding *> &Shown, SourceFiles &Sources);

} // namespace asynctidy::report
