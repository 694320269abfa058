#include "driver/driver.h"

int main(int Argc, char **Argv) { return asynctidy::driver::run(Argc, Argv); }
