// The lock-order graph of the whole program.
#pragma once

#include "link/gates.h"
#include "link/lock-summaries.h"

namespace asynctidy::link {

/// Nodes are keys of locks (see keyOf); an edge leads from a held lock to one that is acquired. Two locks with one key
/// have no edge, because it is not known whether they are the same lock, or in which order the objects are locked;
/// unless both paths start at one object: then the nodes are the whole paths.
class LockGraph {
public:
  using Node = uint32_t;

  /// A place that gives an edge; expanded() gives its call chain.
  struct Witness {
    Program::Number Function; ///< the one that holds Held; None: Event is an index of Program::knownNestings
    uint32_t Held;            ///< index of its Holds
    uint32_t Event;           ///< index of its Calls when IsCall, else of its Acquisitions
    bool IsCall;
    bool HeldIsShared, AcquiredIsShared;
    bool IsAsync; ///< both
    bool IsSilenced;
    summaries::Assumptions Assumes; ///< that both are locks
    uint32_t Calls;                 ///< number of calls to the function that acquires the lock
    uint32_t Entry;                 ///< when IsCall: the index of the lock in the called function's summary
    OtherGates Gates;
    ProgramSet Programs; ///< the programs that contain it
  };
  struct Edge {
    Node Held, Acquired;
    std::vector<Witness> Witnesses; ///< the shortest call chain first; one for each set of gates, programs and modes
  };

  LockGraph(const Program &Whole, const CallGraph &Graph, const LockSummaries &Summaries);

  size_t size() const { return Keys.size(); }
  /// Sorted by the names of their nodes.
  const std::vector<Edge> &edges() const { return Edges; }
  /// For messages: "Class::field".
  std::string name(Node N) const;
  /// The key of \p N; 0 when the node is a whole path.
  Text key(Node N) const { return Keys[N].size() == 1 ? Keys[N].front() : 0; }

  /// The nesting of a witness with its call chain.
  LockNesting expanded(const Witness &W) const;
  /// The same, but of the call chain only the first step, and without At when there is one.
  LockNesting begun(const Witness &W) const;

private:
  using Key = std::vector<Text>; ///< one text, or 0 followed by a whole path

  void collect(Program::Number F, const GateSet &AtEntry);
  void add(const Lock &Held, const Lock &Acquired, Witness W);
  Node node(Key K);
  void sort();

  const Program &Whole;
  const CallGraph &Graph;
  const LockSummaries &Summaries;
  std::vector<Key> Keys; ///< by node
  std::vector<Edge> Edges;
  // Used only during construction:
  std::map<Key, Node> Nodes;
  llvm::DenseMap<std::pair<Node, Node>, size_t> ByNodes;
};

} // namespace asynctidy::link
