#include <chrono>
#include <thread>

void planted_nap_elsewhere_3() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }
