"""The sources of test/bench/growth: one function for each dimension, which writes a program of size n in it.

What a function returns comes after an #include of growth-library.h. Its length is proportional to n, and so is what a
reader would call its work: no function here is a defect of the checks made bigger than it is.
"""

import math

DIMENSIONS = {}


class Dimension:
    """first: the size to begin with. most: the largest that the compiler itself takes, or None."""

    def __init__(self, make, first, most, flags):
        self.make, self.first, self.most, self.flags = make, first, most, flags


def dimension(first=250, most=None, flags=()):
    def register(make):
        DIMENSIONS[make.__name__.replace("_", "-")] = Dimension(make, first, most, flags)
        return make
    return register


def lines(count, text):
    """`text` is called with 0 .. count - 1, or is a pattern with {i} and {next}."""
    if callable(text):
        return "".join(text(i) + "\n" for i in range(count))
    return "".join(text.replace("{i}", str(i)).replace("{next}", str(i + 1)) + "\n" for i in range(count))


def coroutine(body, head="task<> run()"):
    return f"{head} {{\n{body}}}\n"


STEP = "task<> step(int = 0);\nbool ask(int = 0);\nvoid note(int = 0);\n"


# ---- macros and templates

@dimension(first=12, most=384)
def macro_levels(n):
    """Macros that hand their argument on, n deep: Boost.Test's are 24 deep."""
    macros = "#define M0(x) x\n" + "".join(f"#define M{i + 1}(x) M{i}(x)\n" for i in range(n))
    uses = f"M{n}(co_await step());\nM{n}(step());\n" * 4
    return STEP + macros + coroutine(uses)


@dimension(first=12, most=384)
def macro_text_levels(n):
    """The same, with the awaits in the macro's own text and macros in arguments."""
    macros = "#define M0(x) co_await step(x)\n" + "".join(f"#define M{i + 1}(x) if (ask(x)) M{i}(x)\n" for i in range(n))
    return STEP + macros + coroutine(f"M{min(n, 200)}(1);\n" * 4)


@dimension()
def macro_uses(n):
    """n uses of a macro eight deep."""
    macros = "#define M0(x) x\n" + "".join(f"#define M{i + 1}(x) M{i}(x)\n" for i in range(8))
    return STEP + macros + coroutine(lines(n, "M8(co_await step({i}));"))


@dimension(first=8, most=128)
def macro_arguments(n):
    """A macro in the argument of itself, n times."""
    return STEP + "#define M(x) (x)\n" + coroutine(("co_await step(" + "M(" * n + "1" + ")" * n + ");\n") * 4)


@dimension(first=120)
def function_template_instances(n):
    template = "template <int N> task<int> run(int &x) {\n  for (;;) {\n    if (ask(N)) co_return x;\n    co_await step(N);\n  }\n}\n"
    return STEP + template + coroutine(lines(n, "  co_await run<{i}>(x);"), "task<> all(int x)")


@dimension(first=60)
def class_template_instances(n):
    template = ("template <int N> class worker {\npublic:\n  task<> run() { lock_guard g(m_); count_ += N; co_await step(N); }\n"
                "  void stop() { lock_guard g(m_); count_ = 0; }\nprivate:\n  mutex m_;\n  int count_ = 0;\n};\n")
    return STEP + template + coroutine(lines(n, "  {\n    worker<{i}> w;\n    co_await w.run();\n    w.stop();\n  }"))


@dimension(first=30, most=960, flags=("-ftemplate-depth=4096",))
def template_nesting(n):
    """An instance whose body instantiates the next."""
    template = ("template <int N> task<int> down(int x) {\n  if constexpr (N > 0)\n    co_return co_await down<N - 1>(x + 1);\n"
                "  else\n    co_return x;\n}\n")
    return template + coroutine(f"  co_await down<{n}>(0);\n")


@dimension(first=30, most=960, flags=("-ftemplate-depth=4096",))
def template_argument_nesting(n):
    """box<box<box<...>>>, n deep."""
    template = "template <class T> struct box { T value; task<> run() { co_await step(); } };\n"
    names = "using box0 = box<int>;\n" + lines(n, "using box{next} = box<box{i}>;")
    return STEP + template + names + coroutine(f"  box{n} b{{}};\n  co_await b.run();\n")


# ---- functions and classes

@dimension()
def functions(n):
    return STEP + lines(n, "task<int> run{i}(int x) { if (ask(x)) co_await step({i}); co_return x; }")


@dimension()
def plain_functions(n):
    return STEP + lines(n, "int run{i}(int x) { if (ask(x)) note({i}); return x; }")


@dimension(first=120)
def classes(n):
    return STEP + lines(n, "struct worker{i} { task<> run() { ++count_; co_await step(count_); ++count_; } int count_ = 0; };")


@dimension()
def methods_of_a_class(n):
    """One class; each member function calls the next."""
    body = lines(n, "  task<> run{i}() { ++count_; co_await run{next}(); }")
    return STEP + f"struct worker {{\n{body}  task<> run{n}() {{ co_await step(count_); }}\n  int count_ = 0;\n}};\n"


@dimension(first=120)
def objects_of_a_large_class(n):
    """A class of n member functions, and n locals of it."""
    return STEP + "struct large {\n" + lines(n, "  void f{i}();") + "  int count = 0;\n};\nvoid look(const large &);\n" + \
        coroutine(lines(n, "  {\n    large x;\n    x.f{i}();\n    look(x);\n    co_await step();\n  }"))


@dimension(first=120)
def fields_of_a_class(n):
    return STEP + "struct state {\n" + lines(n, "  int f{i} = 0;") + \
        coroutine(lines(n, "    f{i} = 1;\n    co_await step(f{i});"), "task<> run()") + "};\n"


@dimension(first=7, most=28)
def class_nesting(n):
    """Each class has two members of the one before, and a coroutine has a local of the last."""
    return STEP + "struct c0 { int value; };\n" + lines(n, "struct c{next} { c{i} first, second; };") + \
        coroutine(f"  c{n} local = *given;\n  co_await step();\n  given = &local;\n", f"task<> run(c{n} *given)")


@dimension(first=7, most=28)
def class_nesting_with_destructors(n):
    """The same; the first class has a destructor and the local is made by a constructor."""
    return STEP + "struct c0 { c0(); ~c0(); };\n" + lines(n, "struct c{next} { c{i} first, second; };") + \
        coroutine(f"  auto *x = new c{n};\n  c{n} &y = *x;\n  c{n} z;\n  co_await step();\n  delete &y;\n")


@dimension(first=8, most=512)
def classes_of_classes(n):
    """Three classes of n members each, one inside the other, that hold no pointer."""
    return STEP + "struct c0 { int value; };\n" + "".join(
        f"struct c{level + 1} {{\n" + "".join(f"  c{level} m{i};\n" for i in range(n)) + "};\n" for level in range(3)) + \
        "task<> use(c3);\n" + coroutine("  c3 local = *given;\n  co_await use(local);\n", "task<> run(c3 *given)")


@dimension(first=8, most=512)
def classes_of_classes_with_destructors(n):
    """The same; the innermost has a destructor."""
    return STEP + "struct c0 { c0(); ~c0(); int value; };\n" + "".join(
        f"struct c{level + 1} {{\n" + "".join(f"  c{level} m{i};\n" for i in range(n)) + "};\n" for level in range(3)) + \
        coroutine("  c3 local;\n  co_await step();\n  note(local.m0.m0.m0.value);\n")


@dimension(first=30, most=960)
def base_classes(n):
    """A chain of n classes, each of which overrides what its base has."""
    return STEP + "struct c0 { virtual ~c0(); virtual void f() { note(); } task<> run() { f(); co_await step(); } };\n" + \
        lines(n, "struct c{next} : c{i} { void f() override { note({i}); } task<> run{i}() { f(); co_await run(); } };")


@dimension(first=4, most=64)
def base_classes_in_diamonds(n):
    """Two classes with two bases each, n deep: virtual bases."""
    first = "struct a0 { virtual ~a0(); virtual void f() { note(); } };\nstruct b0 { virtual ~b0(); virtual void f() { note(); } };\n"
    return STEP + first + lines(n, "struct a{next} : virtual a{i}, virtual b{i} { void f() override { note(); } };\n"
                                   "struct b{next} : virtual a{i}, virtual b{i} { void f() override { note(); } };")


@dimension(first=120)
def overriders(n):
    """n classes override one function, which n coroutines call."""
    return STEP + "struct base { virtual ~base(); virtual void f() = 0; };\n" + \
        lines(n, "struct c{i} : base { void f() override { sleep({i} + 1); } };\ntask<> run{i}(base &b) { b.f(); co_await step(); }")


# ---- one function

@dimension()
def function_length(n):
    return STEP + coroutine(lines(n, "  note({i});\n  x = x + {i};") + "  co_await step(x);\n", "task<> run(int x)")


@dimension()
def awaits(n):
    return STEP + coroutine(lines(n, "  co_await step({i});"))


@dimension()
def awaits_with_results(n):
    return STEP + "task<int> get(int);\n" + coroutine(lines(n, "  const int v{i} = co_await get({i});\n  note(v{i});"))


@dimension()
def locals_in_blocks(n):
    """Each local task in a block of its own."""
    return STEP + coroutine(lines(n, "  {\n    auto t{i} = step({i});\n    co_await t{i};\n  }"))


@dimension(first=120)
def local_tasks(n):
    """Each is made and awaited; all live to the end."""
    return STEP + coroutine(lines(n, "  auto t{i} = step({i});\n  co_await t{i};"))


@dimension(first=60)
def local_tasks_kept(n):
    """All are made, then all are awaited."""
    return STEP + coroutine(lines(n, "  auto t{i} = step({i});") + lines(n, "  co_await t{i};"))


@dimension(first=60)
def local_tasks_on_some_paths(n):
    """Each is awaited on a condition only: n findings."""
    return STEP + coroutine(lines(n, "  auto t{i} = step({i});\n  if (ask({i}))\n    co_await t{i};"))


@dimension()
def local_numbers(n):
    return STEP + coroutine(lines(n, "  int v{i} = {i};\n  if (ask(v{i}))\n    ++v{i};\n  co_await step(v{i});"))


@dimension(first=60)
def local_references(n):
    """Each local reference is bound to the one before."""
    return STEP + "task<> use(int &);\n" + coroutine("  int v = 0;\n  int &r0 = v;\n" + lines(n, "  int &r{next} = r{i};\n  co_await use(r{next});"))


@dimension()
def branches(n):
    """Independent conditions."""
    return STEP + coroutine(lines(n, "  if (ask({i}))\n    co_await step({i});"))


@dimension(first=60)
def branches_on_locals(n):
    """n flags, each tested once, in a function with a local task."""
    return STEP + coroutine("  auto t = step();\n" + lines(n, "  const bool f{i} = ask({i});\n  if (f{i})\n    note({i});") +
                            "  if (ask())\n    co_await t;\n")


@dimension(first=4)
def branches_correlated(n):
    """n flags, each tested twice, in a function with a local task."""
    return STEP + coroutine(lines(n, "  const bool f{i} = ask({i});") + "  auto t = step();\n" +
                            lines(n, "  if (f{i})\n    note({i});") + lines(n, "  if (f{i})\n    note({i} + 1);") +
                            "  if (ask())\n    co_await t;\n")


@dimension(first=4)
def branches_correlated_in_turn(n):
    """n flags, each tested twice before the next is made."""
    return STEP + coroutine("  auto t = step();\n" + lines(n, "  {\n    const bool f{i} = ask({i});\n    if (f{i})\n      note({i});\n"
                                                              "    if (f{i})\n      note({i} + 1);\n  }") + "  if (ask())\n    co_await t;\n")


@dimension(first=60)
def branches_that_return(n):
    return STEP + coroutine("  auto t = step();\n" + lines(n, "  if (ask({i}))\n    co_return;") + "  co_await t;\n")


@dimension(first=8, most=240)
def branch_nesting(n):
    return STEP + coroutine("".join(f"if (ask({i})) {{\nco_await step({i});\n" for i in range(n)) + "}" * n + "\n")


@dimension(first=8, most=240)
def loop_nesting(n):
    return STEP + coroutine("".join(f"while (ask({i})) {{\nco_await step({i});\n" for i in range(n)) + "}" * n + "\n")


@dimension(first=8, most=240)
def block_nesting(n):
    return STEP + coroutine("".join(f"{{\nauto t{i} = step({i});\n" for i in range(n)) +
                            "".join(f"co_await t{i};\n}}\n" for i in reversed(range(n))))


@dimension()
def loops(n):
    return STEP + coroutine(lines(n, "  while (ask({i}))\n    co_await step({i});"))


@dimension()
def switch_cases(n):
    return STEP + coroutine("  switch (x) {\n" + lines(n, "  case {i}:\n    co_await step({i});\n    break;") + "  }\n", "task<> run(int x)")


@dimension(first=60)
def flags_given(n):
    """n parameters of type bool, each of which decides one call."""
    return STEP + coroutine(lines(n, "  if (p{i})\n    note({i});"), "void run(" + ", ".join(f"bool p{i}" for i in range(n)) + ")")


@dimension(first=8, most=120)
def await_nesting(n):
    """The result of an await is the argument of what is awaited, n deep."""
    return STEP + "task<int> get(int);\n" + coroutine("  co_await step(" + "co_await get(" * n + "0" + ")" * n + ");\n")


@dimension(first=8, most=240)
def call_nesting(n):
    return STEP + "const string &pass(const string &);\ntask<> use(const string &);\n" + \
        coroutine("  co_await use(" + "pass(" * n + "string(\"\")" + ")" * n + ");\n")


@dimension(first=60, most=960)
def long_expressions(n):
    return STEP + "task<int> get(int);\n" + coroutine("  note(" + " + ".join(f"ask({i})" for i in range(n)) + ");\n  co_await step();\n")


# ---- lambdas

@dimension(first=4, most=120)
def lambda_nesting(n):
    return STEP + coroutine("".join(f"auto l{i} = [&] {{\nnote({i});\n" for i in range(n)) + "".join(f"}};\nl{i}();\n" for i in reversed(range(n))) +
                            "co_await step();\n")


@dimension(first=4, most=120)
def coroutine_lambda_nesting(n):
    """A lambda coroutine in a lambda coroutine, each named and then awaited."""
    return STEP + coroutine("".join(f"auto l{i} = [&]() -> task<> {{\nco_await step({i});\n" for i in range(n)) +
                            "".join(f"}};\nco_await l{i}();\n" for i in reversed(range(n))))


@dimension(first=4, most=120)
def coroutine_lambda_nesting_in_place(n):
    """The same, awaited where it is written: co_await [&]() -> task<> { ... }()."""
    return STEP + coroutine("".join(f"co_await [&]() -> task<> {{\nco_await step({i});\n" for i in range(n)) + "}();\n" * n)


@dimension(first=4, most=120)
def coroutine_lambda_nesting_in_arguments(n):
    """The same, given to a function whose task is awaited, as with when_all or with_timeout."""
    return STEP + "template <class F> task<> with(F &&f) { return f(); }\n" + \
        coroutine("".join(f"co_await with([&]() -> task<> {{\nco_await step({i});\n" for i in range(n)) + "});\n" * n)


@dimension(first=4, most=120)
def lambda_nesting_that_captures(n):
    """Each nested lambda uses a task of the outermost function."""
    return STEP + coroutine("auto t = step();\n" + "".join(f"auto l{i} = [&] {{\nnote({i});\n" for i in range(n)) + "(void)t;\n" +
                            "".join(f"}};\nl{i}();\n" for i in reversed(range(n))) + "co_await t;\n")


@dimension()
def lambdas(n):
    return STEP + coroutine("  int x = 0;\n" + lines(n, "  auto l{i} = [&x] { note(x + {i}); };\n  l{i}();") + "  co_await step(x);\n")


@dimension(first=120)
def coroutine_lambdas(n):
    return STEP + coroutine("  int x = 0;\n" + lines(n, "  co_await [](int &y) -> task<> {\n    co_await step(y + {i});\n  }(x);"))


@dimension(first=60)
def captures(n):
    """One lambda that captures n locals."""
    return STEP + coroutine(lines(n, "  int v{i} = {i};") + "  auto l = [" + ", ".join(f"&v{i}" for i in range(n)) + "]() -> task<> {\n" +
                            lines(n, "    note(v{i});") + "    co_await step();\n  };\n  co_await l();\n")


@dimension(first=120)
def callbacks(n):
    return STEP + "void later(async::function<void()>);\n" + coroutine("  int x = 0;\n" + lines(n, "  later([&x] { note(x + {i}); });") + "  co_await step(x);\n")


# ---- exceptions and cancellation

@dimension(first=30)
def try_blocks(n):
    """Each handler notes the exception and the coroutine goes on: n findings."""
    return STEP + coroutine(lines(n, "  try {\n    co_await step({i});\n  } catch (...) {\n    note({i});\n  }"))


@dimension(first=30)
def try_blocks_that_pass_on(n):
    """Each handler throws the exception on."""
    return STEP + coroutine(lines(n, "  try {\n    co_await step({i});\n  } catch (...) {\n    note({i});\n    throw;\n  }"))


@dimension(first=30)
def try_blocks_with_outcomes(n):
    """Each try sets a local that is tested after it."""
    return STEP + coroutine(lines(n, "  bool done{i} = false;\n  try {\n    co_await step({i});\n    done{i} = true;\n  } catch (...) {\n  }\n"
                                     "  if (!done{i})\n    note({i});"))


@dimension(first=8, most=240)
def try_nesting(n):
    return STEP + coroutine("".join(f"try {{\nco_await step({i});\n" for i in range(n)) +
                            "".join(f"}} catch (...) {{\nnote({i});\nthrow;\n}}\n" for i in reversed(range(n))))


@dimension(first=8, most=240)
def try_nesting_that_drops(n):
    return STEP + coroutine("".join(f"try {{\nco_await step({i});\n" for i in range(n)) +
                            "".join("} catch (...) {\n}\n" for i in range(n)))


@dimension(first=60)
def handlers_of_a_try(n):
    return STEP + lines(n, "struct error{i} {};") + \
        coroutine("  try {\n    co_await step();\n  }\n" + lines(n, "  catch (const error{i} &) {\n    note({i});\n  }"))


@dimension(first=30)
def awaits_in_a_try(n):
    return STEP + coroutine("  try {\n" + lines(n, "    co_await step({i});") + "  } catch (...) {\n    note();\n  }\n  co_await step();\n")


@dimension(first=60)
def retry_loops(n):
    """n coroutines, each with a loop that catches cancellation and goes on: n findings."""
    return STEP + lines(n, "task<> run{i}() {\n  for (;;) {\n    try {\n      co_await step({i});\n    } catch (...) {\n      note({i});\n    }\n  }\n}")


@dimension(first=60)
def handlers_that_end(n):
    """n coroutines that end after their handler, each awaited by one that goes on."""
    return STEP + lines(n, "task<> run{i}() {\n  try {\n    co_await step({i});\n  } catch (...) {\n    note({i});\n  }\n}\n"
                           "task<> call{i}() {\n  co_await run{i}();\n  co_await step();\n}")


@dimension(first=60)
def shielded_coroutines(n):
    """n coroutines that swallow cancellation and run shielded."""
    return STEP + lines(n, "task<> run{i}() {\n  for (;;) {\n    try {\n      co_await step({i});\n    } catch (...) {\n      note({i});\n    }\n  }\n}\n"
                           "task<> call{i}() { co_await async::shield(run{i}()); }")


@dimension(first=4)
def awaits_of_awaits(n):
    """Three coroutines of n awaits each, every one of the next; nothing throws."""
    last = "task<> run4() noexcept { co_await step(); }\n"
    return STEP + last + "".join(f"task<> run{level}() {{\n" + f"  co_await run{level + 1}();\n" * n + "}\n" for level in (3, 2, 1)) + \
        coroutine("  try {\n    co_await run1();\n  } catch (...) {\n  }\n", "task<> run()")


@dimension(first=8)
def awaits_of_what_is_over(n):
    """The same with a last coroutine that awaits nothing, around a handler that goes on."""
    last = "task<> run4() { note(); co_return; }\n"
    return STEP + last + "".join(f"task<> run{level}() {{\n" + f"  co_await run{level + 1}();\n" * n + "}\n" for level in (3, 2, 1)) + \
        coroutine("  try {\n    co_await step();\n  } catch (...) {\n    note();\n  }\n  co_await run1();\n", "task<> run()")


@dimension(first=60)
def awaits_of_a_long_coroutine(n):
    """A coroutine of n awaits, awaited n times."""
    return STEP + coroutine(lines(n, "  co_await step({i});"), "task<> inner()") + \
        coroutine("  try {\n" + "    co_await inner();\n" * n + "  } catch (...) {\n    note();\n  }\n  co_await step();\n", "task<> outer()")


@dimension(first=60)
def error_codes(n):
    """Each round of a loop reads with an error code and tests it."""
    return STEP + "boost::asio::awaitable<int> read(std::error_code &);\n" + \
        coroutine("  for (;;) {\n" + lines(n, "    std::error_code e{i};\n    const int r{i} = co_await read(e{i});\n    if (e{i})\n      continue;\n    note(r{i});") + "  }\n")


# ---- locks

@dimension(first=120)
def guards(n):
    """One mutex, locked n times in blocks of their own."""
    return STEP + "mutex m;\n" + coroutine(lines(n, "  {\n    lock_guard g(m);\n    note({i});\n  }") + "  co_await step();\n")


@dimension(first=120)
def guards_across_awaits(n):
    """The same with an await inside: n findings."""
    return STEP + "mutex m;\n" + coroutine(lines(n, "  {\n    lock_guard g(m);\n    co_await step({i});\n  }"))


@dimension(first=60)
def mutexes_in_a_function(n):
    """n mutexes, each locked in a block of its own."""
    return STEP + lines(n, "mutex m{i};") + coroutine(lines(n, "  {\n    lock_guard g(m{i});\n    note({i});\n  }") + "  co_await step();\n")


@dimension(first=60)
def mutexes_by_hand(n):
    return STEP + lines(n, "mutex m{i};") + coroutine(lines(n, "  m{i}.lock();\n  note({i});\n  m{i}.unlock();") + "  co_await step();\n")


@dimension(first=8)
def mutexes_held_at_once(n):
    """n mutexes, all held at the end."""
    return STEP + lines(n, "mutex m{i};") + coroutine(lines(n, "  lock_guard g{i}(m{i});\n  note({i});"), "void run()")


@dimension(first=4)
def mutexes_on_conditions(n):
    """n mutexes, each locked and unlocked on a flag."""
    return STEP + lines(n, "mutex m{i};") + coroutine(lines(n, "  const bool f{i} = ask({i});\n  if (f{i})\n    m{i}.lock();\n  note({i});\n  if (f{i})\n    m{i}.unlock();") +
                                                     "  co_await step();\n")


@dimension(first=120)
def mutexes_in_one_order(n):
    """n mutexes; n functions each take one and then the next."""
    return STEP + lines(n + 1, "mutex m{i};") + lines(n, "void run{i}() { lock_guard a(m{i}); lock_guard b(m{next}); note(); }")


@dimension(first=120)
def mutexes_in_pairs_of_orders(n):
    """n pairs of mutexes, each taken both ways round: n findings."""
    return STEP + lines(n, "mutex a{i}, b{i};\nvoid run{i}() { lock_guard a(a{i}); lock_guard b(b{i}); note(); }\n"
                           "void back{i}() { lock_guard b(b{i}); lock_guard a(a{i}); note(); }")


@dimension(first=60)
def mutexes_in_all_orders(n):
    """n functions, each of which takes two of the square root of n mutexes, in all orders."""
    count = math.isqrt(n) + 1
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b][:n]
    return STEP + lines(count, "mutex m{i};") + "".join(
        f"void run{a}_{b}() {{ lock_guard a(m{a}); lock_guard b(m{b}); note(); }}\n" for a, b in pairs)


@dimension(first=120)
def mutexes_in_a_circle(n):
    """n mutexes in one circle."""
    return STEP + lines(n, "mutex m{i};") + "".join(
        f"void run{i}() {{ lock_guard a(m{i}); lock_guard b(m{(i + 1) % n}); note(); }}\n" for i in range(n))


@dimension(first=60)
def mutexes_along_calls(n):
    """A chain of n functions, each of which takes a lock of its own and calls the next without it."""
    return STEP + lines(n, "mutex m{i};") + f"void run{n}() {{ note(); }}\n" + "".join(
        f"void run{i}() {{ {{ lock_guard g(m{i}); note(); }} run{i + 1}(); }}\n" for i in reversed(range(n)))


@dimension(first=60)
def calls_under_a_lock(n):
    """n calls of one function of n statements, with a lock held."""
    return STEP + "mutex m;\nvoid inner() {\n" + lines(n, "  note({i});") + "}\n" + coroutine("  lock_guard g(m);\n" + "  inner();\n" * n, "void run()")


# ---- calls

@dimension(first=120)
def call_chain(n):
    """n functions, each calls the next, the last one blocks; a coroutine calls the first."""
    return STEP + f"void run{n}() {{ sleep(1); }}\n" + "".join(f"void run{i}() {{ run{i + 1}(); }}\n" for i in reversed(range(n))) + \
        coroutine("  run0();\n  co_await step();\n", "task<> all()")


@dimension(first=60)
def call_chain_entered_everywhere(n):
    """The same; each of the functions is called by a coroutine too: n findings."""
    return STEP + f"void run{n}() {{ sleep(1); }}\n" + "".join(
        f"void run{i}() {{ run{i + 1}(); }}\ntask<> call{i}() {{ run{i}(); co_await step(); }}\n" for i in reversed(range(n)))


@dimension(first=120)
def callers(n):
    """n functions, called by n coroutines, call one that blocks: n findings."""
    return STEP + "void inner() { sleep(1); }\n" + lines(n, "void run{i}() { inner(); }\ntask<> call{i}() { run{i}(); co_await step(); }")


@dimension(first=120)
def callees(n):
    """One coroutine calls n functions that block: n findings."""
    return STEP + lines(n, "void run{i}() { sleep(1); }") + coroutine(lines(n, "  run{i}();") + "  co_await step();\n", "task<> all()")


@dimension(first=120)
def blocking_calls(n):
    return STEP + coroutine(lines(n, "  sleep({next});") + "  co_await step();\n")


@dimension(first=120)
def await_chain(n):
    """n coroutines, each awaits the next."""
    return STEP + f"task<> run{n}() {{ co_await step(); }}\n" + "".join(f"task<> run{i}() {{ co_await run{i + 1}(); }}\n" for i in reversed(range(n)))


@dimension(first=60)
def await_chain_with_handlers(n):
    """The same; each drops what the next throws."""
    return STEP + f"task<> run{n}() {{ co_await step(); }}\n" + "".join(
        f"task<> run{i}() {{\n  try {{\n    co_await run{i + 1}();\n  }} catch (...) {{\n    note();\n  }}\n}}\n" for i in reversed(range(n)))


@dimension(first=8)
def await_chain_twice(n):
    """n coroutines, each awaits the next twice."""
    return STEP + f"task<> run{n}() {{ co_await step(); }}\n" + "".join(
        f"task<> run{i}() {{\n  try {{\n    co_await run{i + 1}();\n    co_await run{i + 1}();\n  }} catch (...) {{\n    note();\n  }}\n}}\n" for i in reversed(range(n)))


@dimension(first=8)
def call_chain_twice(n):
    """n functions that take a reference, each hands it to the next twice; the last one is a coroutine."""
    return STEP + f"task<> run{n}(int &x) {{ co_await step(x); }}\n" + "".join(
        f"task<> run{i}(int &x) {{\n  co_await run{i + 1}(x);\n  co_await run{i + 1}(x);\n}}\n" for i in reversed(range(n))) + \
        coroutine("  int x = 0;\n  co_await run0(x);\n", "task<> all()")


@dimension(first=120)
def parameters(n):
    """A coroutine of n references, all of which it uses."""
    return STEP + coroutine("  co_await step();\n" + lines(n, "  note(p{i});"), "task<> run(" + ", ".join(f"const int &p{i}" for i in range(n)) + ")") + \
        coroutine("  int x = 0;\n  co_await run(" + ", ".join("x" for i in range(n)) + ");\n", "task<> all()")


# ---- lifetimes and shared state

@dimension(first=120)
def temporaries_given(n):
    """n tasks that are given temporaries and awaited at once."""
    return STEP + "task<> use(const string &s) { co_await step(); note(s.size()); }\n" + coroutine(lines(n, "  co_await use(\"{i}\");"))


@dimension(first=30)
def temporaries_kept(n):
    """n tasks that are given temporaries and awaited too late: n findings."""
    return STEP + "task<> use(const string &s) { co_await step(); note(s.size()); }\n" + \
        coroutine(lines(n, "  auto t{i} = use(\"{i}\");\n  co_await t{i};"))


@dimension(first=30)
def locals_given_to_spawned_work(n):
    """n locals, each used by work that is spawned and then awaited."""
    return STEP + "task<> use(string &s) { co_await step(); note(s.size()); }\n" + \
        coroutine(lines(n, "  string s{i}(\"\");\n  auto h{i} = async::spawn(use(s{i}));\n  co_await h{i};"))


@dimension(first=30)
def locals_given_to_detached_work(n):
    """n locals, each used by detached work: n findings."""
    return STEP + "task<> use(string &s) { co_await step(); note(s.size()); }\n" + \
        coroutine(lines(n, "  string s{i}(\"\");\n  async::spawn(use(s{i})).detach();") + "  co_await step();\n")


@dimension(first=60)
def parameters_handed_on(n):
    """A function of n statements that spawns what it is given, called n times."""
    return STEP + "void start(task<> t) {\n" + lines(n, "  note({i});") + "  async::spawn(static_cast<task<> &&>(t)).detach();\n}\n" + \
        "task<> use(int x) { co_await step(x); }\n" + coroutine(lines(n, "  start(use({i}));") + "  co_await step();\n")


@dimension(first=60)
def views(n):
    """Each local view looks at the string of the one before."""
    return STEP + "task<> use(string_view);\n" + coroutine("  string s(\"\");\n  string_view v0(s);\n" +
                                                         lines(n, "  string_view v{next} = v{i};\n  co_await use(v{next});"))


CONNECTION = "struct connection { int id; task<> close(); };\n"


@dimension(first=30)
def container_operations(n):
    """n references into one container, each used after an await: n findings."""
    return STEP + CONNECTION + "struct pool {\n" + coroutine(
        lines(n, "    {\n      auto &c{i} = all_[{i}];\n      co_await step();\n      note(c{i}.id);\n    }"), "task<> run()") + \
        "  void drop() { all_.clear(); }\n  vector<connection> all_;\n};\n"


@dimension(first=60)
def containers(n):
    """n containers, each with one coroutine that uses it around an await."""
    return STEP + CONNECTION + "struct pool {\n" + lines(
        n, "  task<> run{i}() { auto &c = all{i}_[0]; co_await step(); note(c.id); }\n  void drop{i}() { all{i}_.clear(); }\n  vector<connection> all{i}_;") + "};\n"


@dimension(first=60)
def container_users(n):
    """One container; n coroutines use it around an await and n functions change it."""
    return STEP + CONNECTION + "struct pool {\n" + lines(
        n, "  task<> run{i}() { auto &c = all_[0]; co_await step(); note(c.id); }\n  void add{i}() { all_.push_back({{i}}); }") + \
        "  vector<connection> all_;\n};\n"


@dimension(first=30)
def container_loops(n):
    """n loops over one container that suspend: n findings."""
    return STEP + CONNECTION + "struct pool {\n" + coroutine(
        lines(n, "    for (auto &c : all_)\n      co_await c.close();"), "task<> run()") + \
        "  void drop() { all_.clear(); }\n  vector<connection> all_;\n};\n"


@dimension(first=30)
def writes_of_one_field(n):
    """One field is read, awaited around and written n times: n findings."""
    return STEP + "struct state {\n" + coroutine(lines(n, "    {\n      const int v{i} = count_;\n      co_await step();\n      count_ = v{i} + 1;\n    }"), "task<> run()") + \
        "  int count_ = 0;\n};\n"


@dimension(first=30)
def writes_of_fields(n):
    """n fields are each read, awaited around and written."""
    return STEP + "struct state {\n" + coroutine(lines(n, "    {\n      const int v{i} = f{i}_;\n      co_await step();\n      f{i}_ = v{i} + 1;\n    }"), "task<> run()") + \
        lines(n, "  int f{i}_ = 0;") + "};\n"


@dimension(first=60)
def tests_before_writes(n):
    """n fields are each tested, awaited for and set."""
    return STEP + "task<int> make(int);\nstruct state {\n" + coroutine(lines(n, "    if (!f{i}_)\n      f{i}_ = co_await make({i});"), "task<> run()") + \
        lines(n, "  int f{i}_ = 0;") + "};\n"


# ---- findings

@dimension(first=120)
def discards(n):
    """n tasks that one coroutine drops: n findings with edits."""
    return STEP + coroutine(lines(n, "  step({i});") + "  co_await step();\n")


@dimension(first=120)
def discards_in_functions(n):
    """n coroutines that drop one task each: n findings with edits."""
    return STEP + lines(n, "task<> run{i}() { step({i}); co_await step(); }")


@dimension(first=120)
def suppressed_findings(n):
    """The same, silenced by comments."""
    return STEP + lines(n, "task<> run{i}() { step({i}); co_await step(); } // NOLINT")


@dimension(first=120)
def suppressed_blocks(n):
    """The same, silenced by pairs of comments."""
    return STEP + lines(n, "// NOLINTBEGIN(async-*)\ntask<> run{i}() { step({i}); sleep(1); co_await step(); }\n// NOLINTEND(async-*)")


@dimension(first=120)
def detached_work(n):
    """n coroutines that are detached although they may throw: n findings."""
    return STEP + "task<> use(int x) { if (x) throw x; co_await step(x); }\n" + coroutine(lines(n, "  async::spawn(use({i})).detach();") + "  co_await step();\n")


@dimension(first=60)
def awaits_again(n):
    """n tasks that are awaited twice: n findings."""
    return STEP + coroutine(lines(n, "  {\n    auto t{i} = step({i});\n    co_await t{i};\n    co_await t{i};\n  }"))


@dimension(first=60)
def locks_at_the_end_of_a_chain(n):
    """A chain of n functions whose last takes a lock; each is called by one that holds it: n findings."""
    return STEP + f"mutex m;\nvoid run{n}() {{ lock_guard g(m); note(); }}\n" + "".join(
        f"void run{i}() {{ run{i + 1}(); }}\nvoid call{i}() {{ lock_guard g(m); run{i}(); }}\n" for i in reversed(range(n)))


@dimension(first=60)
def lock_findings(n):
    """n functions that lock what they hold: n findings."""
    return STEP + "mutex m;\nvoid inner() { lock_guard g(m); note(); }\n" + lines(n, "void run{i}() { lock_guard g(m); inner(); }")


# ---- many of one thing in one function

@dimension(first=30)
def local_tasks_kept_on_some_paths(n):
    """All tasks are made, then each is awaited on a condition only: n findings."""
    return STEP + coroutine(lines(n, "  auto t{i} = step({i});") + lines(n, "  if (ask({i}))\n    co_await t{i};"))


@dimension(first=30)
def local_tasks_on_flags(n):
    """n tasks, each awaited if its flag is set: n findings."""
    return STEP + coroutine(lines(n, "  const bool c{i} = ask({i});\n  auto t{i} = step({i});\n  if (c{i})\n    co_await t{i};"))


@dimension(first=4, most=128)
def local_tasks_nested(n):
    """n nested ifs, each with a task of its own that is awaited on a condition."""
    return STEP + coroutine("".join(f"auto t{i} = step({i});\nif (ask({i})) {{\n" for i in range(n)) +
                            "".join(f"}}\nif (ask({i}))\nco_await t{i};\n" for i in reversed(range(n))))


@dimension(first=4, most=240)
def local_tasks_of_nested_blocks(n):
    """n nested ifs, each with a task of its own that is awaited at the end of its block."""
    return STEP + coroutine("".join(f"if (ask({i})) {{\nauto t{i} = step({i});\n" for i in range(n)) +
                            "".join(f"co_await t{i};\n}}\n" for i in reversed(range(n))))


@dimension(first=30)
def local_tasks_captured(n):
    """n tasks, each captured by a lambda that is called."""
    return STEP + coroutine(lines(n, "  auto t{i} = step({i});\n  auto l{i} = [&t{i}] { (void)t{i}; };\n  l{i}();\n  co_await t{i};"))


@dimension(first=30)
def local_tasks_moved_on(n):
    """Each task is moved into the next."""
    return STEP + coroutine("  auto t0 = step();\n" + lines(n, "  auto t{next} = static_cast<task<> &&>(t{i});") + f"  co_await t{n};\n")


@dimension(first=30)
def local_tasks_in_one_declaration(n):
    return STEP + coroutine("  task<> " + ", ".join(f"t{i} = step({i})" for i in range(n)) + ";\n" + lines(n, "  co_await t{i};"))


@dimension(first=60)
def awaits_of_one_task(n):
    """One task, awaited in one of n branches."""
    return STEP + coroutine("  auto t = step();\n" + lines(n, "  if (ask({i})) {\n    co_await t;\n    co_return;\n  }"))


@dimension(first=60, most=960)
def long_sums_of_a_member(n):
    """A member that is assigned a sum of n times itself, with an await."""
    return STEP + "struct state {\n" + coroutine("    count_ = " + "count_ + " * n + "1;\n    co_await step();\n    count_ = " + "count_ + " * n + "1;\n",
                                                 "task<> run()") + "  int count_ = 0;\n};\n"


@dimension(first=60, most=960)
def sums_through_locals(n):
    """Each local is the sum of the two before; the last is written."""
    return STEP + "struct state {\n" + coroutine("    int v0 = count_, v1 = count_;\n    co_await step();\n" +
                                                 "".join(f"    int v{i + 2} = v{i} + v{i + 1};\n" for i in range(n)) + f"    count_ = v{n + 1};\n",
                                                 "task<> run()") + "  int count_ = 0;\n};\n"


@dimension(first=30)
def writes_of_all_reads(n):
    """One local is the sum of n reads of one member; it is written n times."""
    return STEP + "struct state {\n" + coroutine("    int v = 0;\n" + lines(n, "    const int r{i} = count_;\n    note(r{i});") + "    co_await step();\n" +
                                                 lines(n, "    count_ = r{i};"), "task<> run()") + "  int count_ = 0;\n};\n"


HANDLES = ("class handle {\npublic:\n  struct promise_type {\n    handle get_return_object();\n    std::suspend_never initial_suspend() noexcept { return {}; }\n"
           "    std::suspend_never final_suspend() noexcept { return {}; }\n    void unhandled_exception() {}\n    void return_void() {}\n  };\n"
           "  bool await_ready() noexcept;\n  void await_suspend(std::coroutine_handle<>) noexcept;\n  void await_resume();\n};\n"
           "struct latch { latch(); ~latch(); void wait(); void down(); };\n")


@dimension(first=30)
def eager_discards(n):
    """n times work that runs at once is dropped after it was given a local, which waits."""
    return STEP + HANDLES + "handle work(latch &l, int) { co_await std::suspend_always(); l.down(); }\n" + \
        coroutine("  latch l;\n" + lines(n, "  work(l, {i});") + "  l.wait();\n  co_await step();\n")


@dimension(first=30)
def eager_discards_of_locals(n):
    """The same, each with a local of its own."""
    return STEP + HANDLES + "handle work(latch &l, int) { co_await std::suspend_always(); l.down(); }\n" + \
        coroutine(lines(n, "  latch l{i};\n  work(l{i}, {i});\n  l{i}.wait();") + "  co_await step();\n")


@dimension(first=30)
def spawns_with_one_local(n):
    """n spawned tasks use one local, and are awaited at the end."""
    return STEP + "task<> use(string &s, int) { co_await step(); note(s.size()); }\n" + \
        coroutine("  string s(\"\");\n" + lines(n, "  auto h{i} = async::spawn(use(s, {i}));") + lines(n, "  co_await h{i};"))


@dimension(first=30)
def spawns_with_all_locals(n):
    """n locals are made, then n tasks are spawned that use one each, then awaited."""
    return STEP + "task<> use(string &s) { co_await step(); note(s.size()); }\n" + \
        coroutine(lines(n, "  string s{i}(\"\");") + lines(n, "  auto h{i} = async::spawn(use(s{i}));") + lines(n, "  co_await h{i};"))


@dimension(first=30)
def spawns_under_conditions(n):
    """n tasks, each spawned with a local and awaited on a condition."""
    return STEP + "task<> use(string &s) { co_await step(); note(s.size()); }\n" + \
        coroutine(lines(n, "  string s{i}(\"\");\n  if (ask({i})) {\n    auto h{i} = async::spawn(use(s{i}));\n    co_await h{i};\n  }"))


@dimension(first=30)
def callables_spawned(n):
    """n lambdas that capture one local, spawned and awaited."""
    return STEP + coroutine("  int x = 0;\n" + lines(n, "  auto h{i} = async::spawn([](int &y) -> task<> { co_await step(y); }(x));\n  co_await h{i};"))


@dimension(first=60)
def futures_waited_for(n):
    """n futures, each waited for by a call that blocks."""
    return STEP + "std::future<int> make(int);\n" + coroutine(lines(n, "  auto f{i} = make({i});\n  note(f{i}.get());") + "  co_await step();\n")


@dimension(first=60)
def futures_dropped(n):
    """n futures whose destructor waits."""
    return STEP + coroutine(lines(n, "  auto f{i} = std::async([] { return {i}; });") + "  co_await step();\n")


@dimension(first=60)
def threads_joined(n):
    """n threads that are made and joined."""
    return STEP + coroutine(lines(n, "  std::thread t{i}([] { note({i}); });\n  t{i}.join();") + "  co_await step();\n")


@dimension(first=60)
def loops_that_sleep(n):
    """n loops that try a lock and sleep."""
    return STEP + "std::mutex m;\n" + coroutine(lines(n, "  while (!m.try_lock()) {\n    sleep({next});\n  }\n  m.unlock();") + "  co_await step();\n")


@dimension(first=8, most=240)
def loops_that_sleep_nested(n):
    """The same loops, one in the other."""
    return STEP + "std::mutex m;\n" + coroutine("".join(f"while (!m.try_lock()) {{\nsleep({i + 1});\n" for i in range(n)) + "}\n" * n + "co_await step();\n")


@dimension(first=60)
def guarded_objects(n):
    """n locals with a destructor that locks and a function that is called first."""
    return STEP + "mutex m;\nstruct scope { scope(); ~scope() { stop(); } void stop() { lock_guard g(m); note(); } };\n" + \
        coroutine(lines(n, "  scope s{i};\n  s{i}.stop();") + "  co_await step();\n")


@dimension(first=60)
def calls_that_pass_on(n):
    """n calls of a function with n returns of its parameter."""
    return STEP + "const string &pick(const string &s) {\n" + lines(n, "  if (ask({i}))\n    return s;") + "  return s;\n}\ntask<> use(const string &);\n" + \
        coroutine("  string s(\"\");\n" + lines(n, "  const string &r{i} = pick(s);\n  co_await use(r{i});"))


@dimension(first=30)
def calls_that_pass_on_calls(n):
    """A function with n returns, each of which calls another with n returns."""
    return STEP + "const string &inner(const string &s) {\n" + lines(n, "  if (ask({i}))\n    return s;") + "  return s;\n}\n" + \
        "const string &outer(const string &s) {\n" + lines(n, "  if (ask({i}))\n    return inner(s);") + "  return s;\n}\ntask<> use(const string &);\n" + \
        coroutine("  string s(\"\");\n  co_await use(outer(s));\n")


@dimension(first=30)
def returns_of_chained_parameters(n):
    """A function of n parameters that returns one of them on each of n paths."""
    return STEP + "const string &pick(" + ", ".join(f"const string &p{i}" for i in range(n)) + ") {\n" + lines(n, "  if (ask({i}))\n    return p{i};") + "  return p0;\n}\n" + \
        "task<> use(const string &);\n" + coroutine("  string s(\"\");\n  co_await use(pick(" + ", ".join("s" for i in range(n)) + "));\n")


@dimension(first=60, most=960)
def member_chains(n):
    """x.next().next()…, n long."""
    return STEP + "struct node { node &next() { return *this; } task<> run(); int value; };\n" + coroutine("  node x;\n  co_await x" + ".next()" * n + ".run();\n")


@dimension(first=60, most=960)
def pointer_chains(n):
    """p->next->next…, n long, before and after an await."""
    return STEP + "struct node { node *next; int value; };\nstruct list {\n" + coroutine(
        "    head_" + "->next" * n + "->value = 1;\n    co_await step();\n    head_" + "->next" * n + "->value = 2;\n", "task<> run()") + "  node *head_;\n};\n"


@dimension(first=60)
def conditions_of_a_branch(n):
    """One if with n operands of &&."""
    return STEP + coroutine("  auto t = step();\n  if (" + " && ".join(f"ask({i})" for i in range(min(n, 100000))) + ")\n    co_await t;\n")


@dimension(first=60, most=960)
def choices_in_an_expression(n):
    """a ? b : c ? d : …, n long."""
    return STEP + coroutine("  note(" + "".join(f"ask({i}) ? {i} : " for i in range(n)) + "0);\n  co_await step();\n")


@dimension(first=60)
def gotos(n):
    """n labels, each jumped to from before."""
    return STEP + coroutine("  auto t = step();\n" + lines(n, "  if (ask({i}))\n    goto l{i};\n  co_await step({i});\nl{i}:\n  note({i});") + "  co_await t;\n")


@dimension(first=60)
def gotos_backwards(n):
    """n labels, each jumped back to."""
    return STEP + coroutine(lines(n, "l{i}:\n  co_await step({i});\n  if (ask({i}))\n    goto l{i};"))


@dimension(first=60)
def switch_cases_that_await_a_task(n):
    """A task that each of n cases awaits."""
    return STEP + coroutine("  auto t = step();\n  switch (x) {\n" + lines(n, "  case {i}:\n    co_await t;\n    break;") + "  default:\n    co_await t;\n  }\n", "task<> run(int x)")


@dimension(first=60)
def switches(n):
    """n switches over one value."""
    return STEP + coroutine("  auto t = step();\n" + lines(n, "  switch (x) {\n  case 1:\n    note({i});\n    break;\n  default:\n    co_await step({i});\n  }") + "  if (ask())\n    co_await t;\n", "task<> run(int x)")


@dimension(first=8, most=240)
def loop_nesting_with_tasks(n):
    """n nested loops, each with a task of its own that is awaited on a condition."""
    return STEP + coroutine("".join(f"while (ask({i})) {{\nauto t{i} = step({i});\n" for i in range(n)) +
                            "".join(f"if (ask({i}))\nco_await t{i};\n}}\n" for i in reversed(range(n))))


@dimension(first=30)
def guards_held_at_once_across_awaits(n):
    """n mutexes, all held at n awaits."""
    return STEP + lines(n, "mutex m{i};") + coroutine(lines(n, "  lock_guard g{i}(m{i});") + lines(min(n, 8), "  co_await step({i});"))


@dimension(first=30)
def guards_on_flags(n):
    """n locks taken by hand on a flag, and given back on it."""
    return STEP + "mutex m;\n" + coroutine(lines(n, "  {\n    const bool c{i} = ask({i});\n    if (c{i})\n      m.lock();\n    note({i});\n    if (c{i})\n      m.unlock();\n  }") +
                                           "  co_await step();\n")


@dimension(first=30)
def try_blocks_with_flags(n):
    """n tries, each of which is told by a flag of its own whether to go on."""
    return STEP + coroutine(lines(n, "  const bool c{i} = ask({i});") + lines(n, "  try {\n    if (c{i})\n      co_await step({i});\n  } catch (...) {\n    note({i});\n  }"))


@dimension(first=30)
def try_blocks_in_a_loop(n):
    """A loop with n tries that go on."""
    return STEP + coroutine("  for (;;) {\n" + lines(n, "  try {\n    co_await step({i});\n  } catch (...) {\n    note({i});\n  }") + "  }\n")


@dimension(first=30)
def try_blocks_that_call(n):
    """n handlers that call one function of n statements."""
    return STEP + "void report() {\n" + lines(n, "  note({i});") + "}\n" + coroutine(lines(n, "  try {\n    co_await step({i});\n  } catch (...) {\n    report();\n  }"))


@dimension(first=30)
def try_blocks_that_store(n):
    """n handlers that store the exception in a local that is not read."""
    return STEP + coroutine(lines(n, "  std::exception_ptr e{i};\n  try {\n    co_await step({i});\n  } catch (...) {\n    e{i} = std::current_exception();\n  }"))


@dimension(first=30)
def silent_handlers(n):
    """n handlers that do nothing: n findings."""
    return STEP + coroutine(lines(n, "  try {\n    co_await step({i});\n  } catch (...) {\n  }"))


@dimension(first=30)
def silent_handlers_with_changes(n):
    """n tries that each change a local, with handlers that do nothing."""
    return STEP + coroutine(lines(n, "  int v{i} = 0;") + lines(n, "  try {\n    co_await step({i});\n    v{i} = 1;\n  } catch (...) {\n  }") + lines(n, "  if (v{i})\n    note({i});"))


@dimension(first=30)
def silent_try_with_changes(n):
    """One try that changes n locals, which are tested before it in a loop."""
    return STEP + coroutine(lines(n, "  int v{i} = 0;") + "  while (ask()) {\n" + lines(n, "    if (v{i})\n      note({i});") + "    try {\n      co_await step();\n" + lines(n, "      v{i} = 1;") +
                            "    } catch (...) {\n    }\n  }\n")


@dimension(first=30)
def callers_of_a_coroutine_that_drops(n):
    """n coroutines await one that drops its cancellation."""
    return STEP + "task<> inner() {\n  try {\n    co_await step();\n  } catch (...) {\n    note();\n  }\n}\n" + lines(n, "task<> run{i}() { co_await inner(); note({i}); }")


@dimension(first=30)
def awaits_of_a_coroutine_that_drops(n):
    """One coroutine awaits n times one that drops its cancellation."""
    return STEP + "task<> inner() {\n  try {\n    co_await step();\n  } catch (...) {\n    note();\n  }\n}\n" + coroutine(lines(n, "  if (ask({i})) {\n    co_await inner();\n    co_return;\n  }"))


@dimension(first=60)
def overloads(n):
    """n overloads of one coroutine, each called once."""
    return STEP + lines(n, "struct tag{i} {};\ntask<> run(tag{i} t, int x) { if (ask(x)) co_await step(x); }") + coroutine(lines(n, "  co_await run(tag{i}(), {i});"), "task<> all()")


@dimension(first=60)
def calls_of_a_long_helper(n):
    """A function of n statements, called by n coroutines."""
    return STEP + "void helper(int x) {\n" + lines(n, "  note(x + {i});") + "}\n" + lines(n, "task<> run{i}() { helper({i}); co_await step(); }")


@dimension(first=60)
def calls_of_a_long_accessor(n):
    """A function that returns a reference after n statements, called n times under its lock."""
    return STEP + "mutex &the() {\n" + lines(n, "  note({i});") + "  static mutex m;\n  return m;\n}\n" + coroutine(lines(n, "  {\n    lock_guard g(the());\n    note({i});\n  }") + "  co_await step();\n")


@dimension(first=60)
def base_classes_of_a_class(n):
    """A class with n bases, and a coroutine in it that calls a function of each."""
    return STEP + lines(n, "struct b{i} { void f{i}() { note({i}); } int v{i} = 0; };") + "struct all : " + ", ".join(f"b{i}" for i in range(n)) + \
        " {\n" + coroutine(lines(n, "    f{i}();\n    v{i} = 1;") + "    co_await step();\n", "task<> run()") + "};\n"


@dimension(first=60)
def parameters_given_on(n):
    """A coroutine of n references that gives each to another."""
    return STEP + "task<> use(int &x) { co_await step(x); ++x; }\n" + coroutine(lines(n, "  co_await use(p{i});"), "task<> run(" + ", ".join(f"int &p{i}" for i in range(n)) + ")") + \
        coroutine(lines(n, "  int x{i} = 0;") + "  co_await run(" + ", ".join(f"x{i}" for i in range(n)) + ");\n", "task<> all()")


@dimension(first=30)
def task_parameters(n):
    """A coroutine with n tasks as parameters, each awaited twice: n findings."""
    return STEP + coroutine(lines(n, "  co_await static_cast<task<> &&>(p{i});\n  co_await static_cast<task<> &&>(p{i});"), "task<> run(" + ", ".join(f"task<> p{i}" for i in range(n)) + ")")


@dimension(first=30)
def awaits_again_kept(n):
    """n tasks that live to the end, each awaited twice: n findings."""
    return STEP + coroutine(lines(n, "  auto t{i} = step({i});") + lines(n, "  co_await static_cast<task<> &&>(t{i});") + lines(n, "  co_await static_cast<task<> &&>(t{i});"))


@dimension(first=30)
def local_references_to_elements(n):
    """n references into one container that live to the end, used after an await: n findings."""
    return STEP + CONNECTION + "struct pool {\n" + coroutine(lines(n, "    auto &c{i} = all_[{i}];") + "    co_await step();\n" + lines(n, "    note(c{i}.id);"), "task<> run()") + \
        "  void drop() { all_.clear(); }\n  vector<connection> all_;\n};\n"


@dimension(first=30)
def local_references_through_views(n):
    """n views of elements, one after the other, in loops."""
    return STEP + CONNECTION + "struct pool {\n" + coroutine("    while (ask()) {\n" + lines(n, "    auto &c{i} = all_.front();\n    note(c{i}.id);") + "    co_await step();\n    }\n", "task<> run()") + \
        "  void drop() { all_.clear(); }\n  vector<connection> all_;\n};\n"


@dimension(first=30)
def results_taken_by_reference(n):
    """n references to what a task gave: n findings."""
    return STEP + "task<string> text(int);\n" + coroutine(lines(n, "  const string &s{i} = co_await text({i});\n  note(s{i}.size());"))


@dimension(first=60)
def when_all_of_a_container(n):
    """n tasks that are put into one container, which is awaited."""
    return STEP + "task<> when_all(vector<task<>> all);\n" + coroutine("  vector<task<>> all;\n" + lines(n, "  all.push_back(step({i}));") + "  co_await when_all(static_cast<vector<task<>> &&>(all));\n")


@dimension(first=30)
def containers_awaited(n):
    """n containers of one task each, all awaited."""
    return STEP + "task<> when_all(vector<task<>> &all);\n" + coroutine(lines(n, "  vector<task<>> v{i};\n  v{i}.push_back(step({i}));\n  co_await when_all(v{i});"))


@dimension(first=30)
def locals_kept_in_containers(n):
    """n tasks that use a local each and are put into one container."""
    return STEP + "task<> use(string &s) { co_await step(); note(s.size()); }\ntask<> when_all(vector<task<>> &all);\n" + \
        coroutine("  vector<task<>> all;\n" + lines(n, "  string s{i}(\"\");\n  all.push_back(use(s{i}));") + "  co_await when_all(all);\n")


@dimension(first=30)
def permits_held(n):
    """n permits that an await gives, all held to the end."""
    return STEP + "struct permit { permit(permit &&); ~permit(); };\ntask<permit> take(int);\n" + coroutine(lines(n, "  auto p{i} = co_await take({i});\n  co_await step({i});"))


@dimension(first=30)
def joins_unread(n):
    """n results that are dropped."""
    return STEP + "task<int> get(int);\n" + coroutine(lines(n, "  co_await get({i});\n  auto v{i} = co_await get({i});"))


@dimension(first=60)
def lambda_callers(n):
    """One lambda that changes a local, called n times in tries."""
    return STEP + coroutine("  int x = 0;\n  auto l = [&x] {\n" + lines(n, "    ++x;") + "  };\n" + lines(n, "  l();") + "  co_await step(x);\n")
