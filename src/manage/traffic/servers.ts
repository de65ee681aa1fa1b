/** The receiving side: reads everything, and sends it back where asked to. */
import { createSocket } from 'node:dgram';
import { createServer, isIPv6, type Socket } from 'node:net';
import type { ServerConfig } from './config.js';

/** Resolves when the port is open; @throws the system's error when it can't be. */
export function startServer(server: ServerConfig): Promise<void> {
  return server.kind === 'udp' ? startUdp(server) : startTcp(server);
}

function startUdp({ address, port, reply }: ServerConfig): Promise<void> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  if (reply === 'echo') {
    // A reply that can't be sent is a lost packet like any other.
    socket.on('message', (message, from) => socket.send(message, from.port, from.address, () => {}));
  }
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      resolve();
    });
  });
}

function startTcp({ address, port, reply }: ServerConfig): Promise<void> {
  const server = createServer({ noDelay: true }, socket => serve(socket, reply));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function serve(socket: Socket, reply: ServerConfig['reply']): void {
  // A connection that breaks is the client's affair: it opens another one.
  socket.on('error', () => {});
  if (reply === 'echo') socket.pipe(socket);
  else socket.resume();
}
