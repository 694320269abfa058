// The order of the locks of a program as data: what is locked while what is held.
#pragma once

#include "report/finding.h"

#include "llvm/ADT/ArrayRef.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::report {

struct Point {
  double X = 0, Y = 0;
};

/// The locks and their order. Lengths are those of the page, from the upper left corner; meaningless unless IsLaidOut.
struct LockPicture {
  struct Lock {
    std::string Name;
    bool IsForTasks = false; ///< else for threads
    Point Centre = {};
    double Width = 0, Height = 0;
  };
  /// Acquired is locked while Held is.
  struct Order {
    size_t Held, Acquired;         ///< of Locks
    std::vector<Step> Path;        ///< a place that does so, from where Held is locked on
    std::string Cycle = {};        ///< the subject of the finding that this is a part of; empty for no cycle
    std::vector<Point> Curve = {}; ///< begin, then three points for each cubic Bézier curve
    Point Label = {};
    std::optional<size_t> Finding = {}; ///< of Run::Findings
    size_t Step = 0;                    ///< of its steps, where Acquired is locked
  };

  std::vector<Lock> Locks;
  std::vector<Order> Orders;
  size_t LeftOut = 0; ///< orders that are no part of a cycle, of a graph that is too large
  bool IsLaidOut = false;
  double Width = 0, Height = 0;
};

/// Finds the finding among \p Findings, and its step, that each order belongs to.
void connect(LockPicture &Picture, llvm::ArrayRef<Finding> Findings);

} // namespace asynctidy::report
