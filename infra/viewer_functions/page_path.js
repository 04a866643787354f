// Answers the address of a page with the application, which reads the address itself: a file has a dot in its last part.
// The local gateway does the same by progressive_flow.kernel.declarations.console.file_of.
function handler(event) {
  const request = event.request;
  const outside = /^\/(v1|assets)(\/|$)/.test(request.uri);
  const name = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!outside && !name.includes('.')) request.uri = '/index.html';
  return request;
}
