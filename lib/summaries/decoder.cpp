#include "summaries/decoder.h"

#include <limits>

namespace asynctidy::summaries {

using llvm::json::Value;

static constexpr uint64_t MostUnsigned = std::numeric_limits<uint32_t>::max();

bool Decoder::fail(llvm::StringRef Key, llvm::StringRef What) {
  Problem = ("'" + Key + "' " + What).str();
  return false;
}

const llvm::json::Object *Decoder::object(const Value &V) {
  const Object *O = V.getAsObject();
  if (!O)
    Problem = "a list has an element that is no object";
  return O;
}

bool Decoder::number(llvm::StringRef Key, const Value &V, uint64_t Most, uint64_t &N) {
  const std::optional<int64_t> Read = V.getAsInteger();
  if (!Read || *Read < 0 || static_cast<uint64_t>(*Read) > Most)
    return fail(Key, "is no number that makes sense here");
  N = static_cast<uint64_t>(*Read);
  return true;
}

template <class T> bool Decoder::number(const Object &O, llvm::StringRef Key, uint64_t Most, T &N) {
  const Value *V = O.get(Key);
  uint64_t Read = 0;
  if (V && !number(Key, *V, Most, Read))
    return false;
  N = static_cast<T>(Read);
  return true;
}

bool Decoder::text(llvm::StringRef Key, const Value &V, Text &T) {
  uint64_t N;
  if (!number(Key, V, MostUnsigned, N))
    return false;
  const std::optional<Text> Found = Texts(N);
  if (!Found)
    return fail(Key, "names a text that is not there");
  T = *Found;
  return true;
}

bool Decoder::text(const Object &O, llvm::StringRef Key, Text &T) {
  const Value *V = O.get(Key);
  return !V || text(Key, *V, T);
}

bool Decoder::name(const Object &O, llvm::StringRef Key, Text &T) {
  return text(O, Key, T) && (T != 0 || fail(Key, "is missing"));
}

bool Decoder::place(llvm::StringRef Key, const llvm::json::Array &From, Place &P) {
  uint64_t Line, Column;
  if (!text(Key, From[0], P.File) || !number(Key, From[1], MostUnsigned, Line) ||
      !number(Key, From[2], MostUnsigned, Column))
    return false;
  P.Line = static_cast<uint32_t>(Line);
  P.Column = static_cast<uint32_t>(Column);
  return true;
}

bool Decoder::place(const Object &O, llvm::StringRef Key, Place &P) {
  const Value *V = O.get(Key);
  if (!V)
    return true;
  const llvm::json::Array *A = V->getAsArray();
  return A && A->size() == 3 ? place(Key, *A, P) : fail(Key, "is no place");
}

bool Decoder::path(llvm::StringRef Key, const Value &V, ObjectPath &P) {
  const llvm::json::Array *A = V.getAsArray();
  uint64_t Root, Number;
  if (!A || A->size() < 3)
    return fail(Key, "is no path");
  if (!number(Key, (*A)[0], static_cast<uint64_t>(ObjectPath::Root::Constant), Root) ||
      !number(Key, (*A)[1], std::numeric_limits<uint8_t>::max(), Number) || !text(Key, (*A)[2], P.Variable))
    return false;
  P.From = static_cast<ObjectPath::Root>(Root);
  P.Number = static_cast<uint8_t>(Number);
  P.Steps.resize(A->size() - 3);
  for (size_t I = 0; I < P.Steps.size(); ++I)
    if (!text(Key, (*A)[I + 3], P.Steps[I]))
      return false;
  return true;
}

bool Decoder::path(const Object &O, llvm::StringRef Key, ObjectPath &P) {
  const Value *V = O.get(Key);
  return !V || path(Key, *V, P);
}

bool Decoder::lock(const Object &O, llvm::StringRef Key, Lock &L) {
  const Object *Inner = O.getObject(Key);
  if (!Inner)
    return fail(Key, "is missing or no lock");
  return flags(*Inner, {&L.IsAsync, &L.IsShared, &L.IsRecursive}) && assumptions(*Inner, L.Assumes) &&
         path(*Inner, "path", L.Path);
}

template <class T, class Read>
bool Decoder::list(const Object &O, llvm::StringRef Key, std::vector<T> &Elements, Read ReadOne) {
  const Value *V = O.get(Key);
  if (!V)
    return true;
  const llvm::json::Array *A = V->getAsArray();
  if (!A)
    return fail(Key, "is no list");
  Elements.resize(A->size());
  for (size_t I = 0; I < A->size(); ++I)
    if (!ReadOne((*A)[I], Elements[I]))
      return false;
  return true;
}

bool Decoder::held(const Object &O, size_t Holds, std::vector<uint32_t> &Indices) {
  return list(O, "held", Indices, [&](const Value &V, uint32_t &Index) {
    uint64_t N;
    if (!number("held", V, MostUnsigned, N))
      return false;
    Index = static_cast<uint32_t>(N);
    return N < Holds || fail("held", "has an index out of range");
  });
}

bool Decoder::texts(const Object &O, llvm::StringRef Key, std::vector<Text> &List) {
  return list(O, Key, List, [&](const Value &V, Text &T) { return text(Key, V, T); });
}

bool Decoder::steps(const Object &O, llvm::StringRef Key, std::vector<Step> &List) {
  return list(O, Key, List, [&](const Value &V, Step &S) {
    const llvm::json::Array *A = V.getAsArray();
    const std::optional<int64_t> IsAwait = A && A->size() == 6 ? (*A)[5].getAsInteger() : std::nullopt;
    if (!IsAwait || *IsAwait < 0 || *IsAwait > 1)
      return fail(Key, "has an element that is no step");
    S.IsAwait = *IsAwait;
    return place(Key, *A, S.At) && text(Key, (*A)[3], S.Caller) && text(Key, (*A)[4], S.Callee);
  });
}

bool Decoder::flags(const Object &O, std::initializer_list<bool *> Flags) {
  uint64_t Bits;
  if (!number(O, "flags", (uint64_t(1) << Flags.size()) - 1, Bits))
    return false;
  for (bool *Flag : Flags) {
    *Flag = Bits & 1;
    Bits >>= 1;
  }
  return true;
}

bool Decoder::checks(const Object &O, llvm::StringRef Key, CheckSet &Checks) {
  uint32_t Code;
  if (!number(O, Key, CheckSet::all().code(), Code))
    return false;
  Checks = CheckSet::fromCode(Code);
  return true;
}

bool Decoder::parameters(const Object &O, llvm::StringRef Key, ParameterSet &Set) {
  uint32_t Code;
  if (!number(O, Key, MostUnsigned, Code))
    return false;
  Set = ParameterSet::fromCode(Code);
  return true;
}

bool Decoder::assumptions(const Object &O, Assumptions &Made) {
  uint32_t Code;
  if (!number(O, "assumes", Assumptions::all().code(), Code))
    return false;
  Made = Assumptions::fromCode(Code);
  return true;
}

bool Decoder::read(const Value &V, FunctionFacts &F) {
  const Object *O = object(V);
  return O && name(*O, "id", F.Id) && text(*O, "name", F.Name) && text(*O, "stable", F.Stable) &&
         place(*O, "at", F.At) &&
         flags(*O, {&F.IsCoroutine, &F.IsEager, &F.IsGenerator, &F.MakesOrEndsObject, &F.IsClosed}) &&
         texts(*O, "overrides", F.Overrides) &&
         list(*O, "holds", F.Holds,
              [&](const Value &E, Hold &H) {
                const Object *One = object(E);
                return One && lock(*One, "lock", H.What) && place(*One, "since", H.Since) &&
                       flags(*One, {&H.OnEveryPath});
              }) &&
         list(*O, "acquisitions", F.Acquisitions,
              [&](const Value &E, Acquisition &A) {
                const Object *One = object(E);
                return One && lock(*One, "lock", A.What) && place(*One, "at", A.At) &&
                       flags(*One, {&A.OnlyTries, &A.BeforeSuspension}) &&
                       number(*One, "only-if", Condition::MostCode, A.OnlyIf.Code) &&
                       checks(*One, "silenced", A.Silenced) && held(*One, F.Holds.size(), A.Held);
              }) &&
         list(*O, "exclusions", F.Exclusions,
              [&](const Value &E, Exclusion &X) {
                const Object *One = object(E);
                return One && lock(*One, "lock", X.What) && place(*One, "at", X.At) && name(*One, "callee", X.Callee) &&
                       checks(*One, "silenced", X.Silenced) && held(*One, F.Holds.size(), X.Held);
              }) &&
         list(*O, "calls", F.Calls,
              [&](const Value &E, Call &C) {
                const Object *One = object(E);
                return One && name(*One, "callee", C.Callee) && text(*One, "name", C.CalleeName) &&
                       number(*One, "how", static_cast<uint64_t>(Call::Way::Apart), C.How) &&
                       text(*One, "local", C.Local) && flags(*One, {&C.IsVirtual, &C.BeforeSuspension, &C.MayBlock}) &&
                       number(*One, "only-if", Condition::MostCode, C.OnlyIf.Code) &&
                       parameters(*One, "decided-by", C.DecidedBy) && parameters(*One, "constants", C.Constants) &&
                       checks(*One, "silenced", C.Silenced) && place(*One, "at", C.At) &&
                       path(*One, "object", C.Object) && held(*One, F.Holds.size(), C.Held) &&
                       list(*One, "arguments", C.Arguments,
                            [&](const Value &A, ObjectPath &P) { return path("arguments", A, P); });
              }) &&
         list(*O, "blockers", F.Blockers, [&](const Value &E, Blocker &B) {
           const Object *One = object(E);
           return One && place(*One, "at", B.At) && text(*One, "name", B.Name) && text(*One, "advice", B.Advice) &&
                  text(*One, "because", B.Because) && flags(*One, {&B.WaitsForWork, &B.RunsLoop}) &&
                  number(*One, "only-if", Condition::MostCode, B.OnlyIf.Code) &&
                  parameters(*One, "decided-by", B.DecidedBy) && checks(*One, "silenced", B.Silenced) &&
                  assumptions(*One, B.Assumes);
         });
}

bool Decoder::read(const Value &V, FunctionSummary &F) {
  const Object *O = object(V);
  return O && name(*O, "id", F.Id) && text(*O, "name", F.Name) && place(*O, "at", F.At) &&
         flags(*O, {&F.IsCoroutine, &F.IsEager}) && texts(*O, "overrides", F.Overrides) &&
         texts(*O, "programs", F.Programs) &&
         list(*O, "blocking", F.Blocking,
              [&](const Value &E, BlockingChain &C) {
                const Object *One = object(E);
                return One && text(*One, "advice", C.Advice) && text(*One, "because", C.Because) &&
                       flags(*One, {&C.WaitsForWork, &C.RunsLoop}) &&
                       number(*One, "only-if", Condition::MostCode, C.OnlyIf.Code) &&
                       parameters(*One, "decided-by", C.DecidedBy) && assumptions(*One, C.Assumes) &&
                       steps(*One, "steps", C.Steps) && (!C.Steps.empty() || fail("steps", "is missing"));
              }) &&
         list(*O, "locks", F.Locks, [&](const Value &E, LockUse &U) {
           const Object *One = object(E);
           return One && lock(*One, "lock", U.What) && place(*One, "at", U.At) && steps(*One, "calls", U.Calls) &&
                  flags(*One, {&U.BeforeSuspension}) && number(*One, "only-if", Condition::MostCode, U.OnlyIf.Code);
         });
}

bool Decoder::read(const Value &V, LockNesting &N) {
  const Object *O = object(V);
  return O && flags(*O, {&N.IsSilenced, &N.IsDeclared}) && (N.IsDeclared || name(*O, "function", N.Function)) &&
         lock(*O, "held", N.Held) && place(*O, "since", N.Since) && steps(*O, "calls", N.Calls) &&
         lock(*O, "acquired", N.Acquired) && place(*O, "at", N.At) && texts(*O, "programs", N.Programs) &&
         list(*O, "gates", N.Gates, [&](const Value &E, LockNesting::Gate &G) {
           const Object *One = object(E);
           return One && name(*One, "key", G.Key) && flags(*One, {&G.IsShared});
         });
}

} // namespace asynctidy::summaries
