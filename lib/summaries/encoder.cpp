#include "summaries/encoder.h"

namespace asynctidy::summaries {

std::string asUtf8(llvm::StringRef S) { return llvm::json::isUTF8(S) ? S.str() : llvm::json::fixUTF8(S); }

void Encoder::text(llvm::StringRef Key, Text T) {
  if (T)
    Out.attribute(Key, NumberOf(T));
}

void Encoder::number(llvm::StringRef Key, uint64_t N) {
  if (N)
    Out.attribute(Key, static_cast<int64_t>(N));
}

void Encoder::place(llvm::StringRef Key, const Place &P) {
  if (P)
    Out.attributeArray(Key, [&] {
      Out.value(NumberOf(P.File));
      Out.value(P.Line);
      Out.value(P.Column);
    });
}

void Encoder::path(const ObjectPath &P) {
  Out.array([&] {
    Out.value(static_cast<unsigned>(P.From));
    Out.value(static_cast<unsigned>(P.Number));
    Out.value(NumberOf(P.Variable));
    for (const Text Step : P.Steps)
      Out.value(NumberOf(Step));
  });
}

void Encoder::lock(llvm::StringRef Key, const Lock &L) {
  Out.attributeObject(Key, [&] {
    number("assumes", L.Assumes.code());
    flags({L.IsAsync, L.IsShared, L.IsRecursive});
    Out.attributeBegin("path");
    path(L.Path);
    Out.attributeEnd();
  });
}

template <class Range, class Write> void Encoder::list(llvm::StringRef Key, const Range &Elements, Write WriteOne) {
  if (Elements.begin() == Elements.end())
    return;
  Out.attributeArray(Key, [&] {
    for (const auto &Element : Elements)
      WriteOne(Element);
  });
}

void Encoder::numbers(llvm::StringRef Key, const std::vector<uint32_t> &Numbers) {
  list(Key, Numbers, [&](uint32_t N) { Out.value(N); });
}

void Encoder::texts(llvm::StringRef Key, const std::vector<Text> &List) {
  list(Key, List, [&](Text T) { Out.value(NumberOf(T)); });
}

void Encoder::steps(llvm::StringRef Key, const std::vector<Step> &Steps) {
  list(Key, Steps, [&](const Step &S) {
    Out.array([&] {
      for (const uint32_t N :
           {NumberOf(S.At.File), S.At.Line, S.At.Column, NumberOf(S.Caller), NumberOf(S.Callee), uint32_t(S.IsAwait)})
        Out.value(N);
    });
  });
}

void Encoder::flags(std::initializer_list<bool> Flags) {
  uint64_t Bits = 0, Bit = 1;
  for (const bool IsSet : Flags) {
    Bits |= IsSet ? Bit : 0;
    Bit <<= 1;
  }
  number("flags", Bits);
}

void Encoder::write(const FunctionFacts &F) {
  Out.object([&] {
    list("acquisitions", F.Acquisitions, [&](const Acquisition &A) {
      Out.object([&] {
        place("at", A.At);
        flags({A.OnlyTries, A.BeforeSuspension});
        numbers("held", A.Held);
        lock("lock", A.What);
        number("only-if", A.OnlyIf.Code);
        number("silenced", A.Silenced.code());
      });
    });
    place("at", F.At);
    list("blockers", F.Blockers, [&](const Blocker &B) {
      Out.object([&] {
        text("advice", B.Advice);
        number("assumes", B.Assumes.code());
        place("at", B.At);
        text("because", B.Because);
        number("decided-by", B.DecidedBy.code());
        flags({B.WaitsForWork, B.RunsLoop});
        text("name", B.Name);
        number("only-if", B.OnlyIf.Code);
        number("silenced", B.Silenced.code());
      });
    });
    list("calls", F.Calls, [&](const Call &C) {
      Out.object([&] {
        list("arguments", C.Arguments, [&](const ObjectPath &P) { path(P); });
        place("at", C.At);
        text("callee", C.Callee);
        number("constants", C.Constants.code());
        number("decided-by", C.DecidedBy.code());
        flags({C.IsVirtual, C.BeforeSuspension, C.MayBlock});
        numbers("held", C.Held);
        number("how", static_cast<uint64_t>(C.How));
        text("local", C.Local);
        text("name", C.CalleeName);
        if (C.Object != ObjectPath()) {
          Out.attributeBegin("object");
          path(C.Object);
          Out.attributeEnd();
        }
        number("only-if", C.OnlyIf.Code);
        number("silenced", C.Silenced.code());
      });
    });
    list("exclusions", F.Exclusions, [&](const Exclusion &X) {
      Out.object([&] {
        place("at", X.At);
        text("callee", X.Callee);
        numbers("held", X.Held);
        lock("lock", X.What);
        number("silenced", X.Silenced.code());
      });
    });
    flags({F.IsCoroutine, F.IsEager, F.IsGenerator, F.MakesOrEndsObject, F.IsClosed});
    list("holds", F.Holds, [&](const Hold &H) {
      Out.object([&] {
        flags({H.OnEveryPath});
        lock("lock", H.What);
        place("since", H.Since);
      });
    });
    text("id", F.Id);
    text("name", F.Name);
    texts("overrides", F.Overrides);
    text("stable", F.Stable);
  });
}

void Encoder::write(const FunctionSummary &F) {
  Out.object([&] {
    place("at", F.At);
    list("blocking", F.Blocking, [&](const BlockingChain &C) {
      Out.object([&] {
        text("advice", C.Advice);
        number("assumes", C.Assumes.code());
        text("because", C.Because);
        number("decided-by", C.DecidedBy.code());
        flags({C.WaitsForWork, C.RunsLoop});
        number("only-if", C.OnlyIf.Code);
        steps("steps", C.Steps);
      });
    });
    flags({F.IsCoroutine, F.IsEager});
    text("id", F.Id);
    list("locks", F.Locks, [&](const LockUse &U) {
      Out.object([&] {
        place("at", U.At);
        steps("calls", U.Calls);
        flags({U.BeforeSuspension});
        lock("lock", U.What);
        number("only-if", U.OnlyIf.Code);
      });
    });
    text("name", F.Name);
    texts("overrides", F.Overrides);
    texts("programs", F.Programs);
  });
}

void Encoder::write(const LockNesting &N) {
  Out.object([&] {
    lock("acquired", N.Acquired);
    place("at", N.At);
    steps("calls", N.Calls);
    flags({N.IsSilenced, N.IsDeclared});
    text("function", N.Function);
    list("gates", N.Gates, [&](const LockNesting::Gate &G) {
      Out.object([&] {
        flags({G.IsShared});
        text("key", G.Key);
      });
    });
    lock("held", N.Held);
    texts("programs", N.Programs);
    place("since", N.Since);
  });
}

} // namespace asynctidy::summaries
