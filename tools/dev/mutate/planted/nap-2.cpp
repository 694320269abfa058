void planted_nap_elsewhere_3();
void planted_nap_elsewhere_2() { planted_nap_elsewhere_3(); }
