// Shows the OpenAPI document with Swagger UI, from our own files only.
const docs = document.getElementById("docs");
window.SwaggerUIBundle({ url: docs.dataset.url, domNode: docs, validatorUrl: null, deepLinking: true });
