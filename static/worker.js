// Starts the page's own program in a worker. It finds no document there, and waits for runs to score.
onmessage = ({ data }) => {
  onmessage = null;
  import(data.glue).then((page) => page.default({ module_or_path: data.wasm }));
};
