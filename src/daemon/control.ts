import { request } from 'node:http';

/** Asks the daemon at a socket about itself; null where none answers. */
export async function askDaemon(socket: string, method: 'GET' | 'POST', page: string): Promise<string | null> {
  return await new Promise((resolve) => {
    const asked = request({ socketPath: socket, method, path: `/v1/${page}`, timeout: 2_000 }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(answer.statusCode === 200 ? Buffer.concat(chunks).toString('utf8') : null));
      answer.on('error', () => resolve(null));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(null));
    asked.end();
  });
}
