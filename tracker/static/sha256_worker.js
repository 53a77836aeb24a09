// Reads a file in pieces and tells its SHA-256, so that neither memory nor the page is held up by one of several GB.
import { sha256 } from "./vendor/noble-hashes/sha2.js";

const PIECE = 4 * 1024 * 1024;

addEventListener("message", async ({ data: file }) => {
  const hash = sha256.create();
  for (let start = 0; start < file.size; start += PIECE) {
    const piece = await file.slice(start, start + PIECE).arrayBuffer().catch((error) => {
      postMessage({ failed: error.message });
      return null;
    });
    if (!piece) { return; }
    hash.update(new Uint8Array(piece));
    postMessage({ read: Math.min(start + PIECE, file.size) });
  }
  postMessage({ sha256: Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, "0")).join("") });
});
