// Which locks are taken while which others are held, in the whole program.
#pragma once

#include "link/gates.h"
#include "link/lock-summaries.h"

namespace asynctidy::link {

/// Nodes are keys of locks (see keyOf), edges lead from the one that is held to the one that is taken. Between two
/// locks of one key there is no edge, for it is not known whether they are one or in which order objects are taken,
/// unless both are named from one object: then the nodes are the whole paths.
class LockGraph {
public:
  using Node = uint32_t;

  /// One way to an edge; expand() tells it in full.
  struct Witness {
    Program::Number Function; ///< that holds; None: Event is an index of Program::knownNestings
    uint32_t Held;            ///< index of its Holds
    uint32_t Event;           ///< index of its Calls when IsCall, else of its Acquisitions
    bool IsCall;
    bool HeldIsShared, AcquiredIsShared;
    bool IsAsync; ///< both
    bool IsSilenced;
    uint32_t Calls;            ///< to the function that takes
    LockSummaries::Entry Last; ///< of the called function, when IsCall
    OtherGates Gates;
    ProgramSet Programs; ///< where it can happen
  };
  struct Edge {
    Node Held, Acquired;
    std::vector<Witness> Witnesses; ///< the shortest first; one for each set of gates, programs and modes
  };

  LockGraph(const Program &Whole, const CallGraph &Graph, const LockSummaries &Summaries);

  size_t size() const { return Keys.size(); }
  /// Sorted by the names of their nodes.
  const std::vector<Edge> &edges() const { return Edges; }
  /// For messages: "Class::field".
  std::string name(Node N) const;
  /// The key, when the node is not a whole path; else 0.
  Text key(Node N) const { return Keys[N].size() == 1 ? Keys[N].front() : 0; }

  LockNesting expanded(const Witness &W) const;

private:
  using Key = std::vector<Text>; ///< one text, or 0 and a whole path

  void collect(Program::Number F, const GateSet &AtEntry);
  void add(const Lock &Held, const Lock &Acquired, Witness W);
  Node node(Key K);
  void sort();

  const Program &Whole;
  const CallGraph &Graph;
  const LockSummaries &Summaries;
  std::vector<Key> Keys; ///< by node
  std::vector<Edge> Edges;
  // While collecting:
  std::map<Key, Node> Nodes;
  llvm::DenseMap<std::pair<Node, Node>, size_t> ByNodes;
};

} // namespace asynctidy::link
