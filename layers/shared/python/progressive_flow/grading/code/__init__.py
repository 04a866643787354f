"""The judge of code: web pages, JavaScript, TypeScript, Python and SQL, run in WebAssembly that reaches nothing outside."""
