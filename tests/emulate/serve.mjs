// Serves Slack's Web API and OAuth of npm emulate on loopback, with the seed on standard input; prints its address.
// Its command line wants a newer Node than 20; its programming interface does not.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createEmulator } from "emulate";

const free = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const port = await free();
const url = `http://127.0.0.1:${port}`;
await createEmulator({ service: "slack", port, hostname: "127.0.0.1", baseUrl: url, seed: JSON.parse(readFileSync(0, "utf8")) });
process.stdout.write(`${url}\n`);
