import { spawn } from "node:child_process";
import type { RequestListener } from "node:http";

/** git's own server for HTTP, over a folder of bare repositories. */
export function gitBackend(root: string): RequestListener {
  return (message, response) => {
    const [path = "", query = ""] = (message.url ?? "").split("?", 2);
    const child = spawn("git", ["http-backend"], {
      env: {
        PATH: process.env["PATH"],
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "safe.directory",
        GIT_CONFIG_VALUE_0: "*",
        REQUEST_METHOD: message.method,
        PATH_INFO: path,
        QUERY_STRING: query,
        CONTENT_TYPE: message.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: message.headers["content-encoding"] ?? "",
        REMOTE_USER: "somebody",
        REMOTE_ADDR: "127.0.0.1",
        SERVER_PROTOCOL: "HTTP/1.1",
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("close", () => {
      const output = Buffer.concat(chunks);
      const end = output.indexOf("\r\n\r\n");
      const headers = output.subarray(0, end).toString().split("\r\n");
      for (const header of headers) {
        const [name = "", value = ""] = header.split(/: (.*)/);
        if (name === "Status") response.statusCode = Number.parseInt(value, 10);
        else response.setHeader(name, value);
      }
      response.end(output.subarray(end + 4));
    });
    message.pipe(child.stdin);
  };
}
