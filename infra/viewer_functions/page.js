// Answers with one page that stands in this function, so that no bucket holds it. The names in capitals are filled in.
function handler() {
  return { statusCode: 200, statusDescription: 'OK', headers: HEADERS, body: { encoding: 'text', data: PAGE } };
}
