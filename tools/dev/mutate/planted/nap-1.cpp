void planted_nap_elsewhere_2();
void planted_nap_elsewhere() { planted_nap_elsewhere_2(); }
