"""WebAssembly instances: what runs a learner's code, with a limit on everything it uses."""
