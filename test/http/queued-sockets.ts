import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** Of another thread, so that sockets connect while the server's thread does nothing. */
export interface QueuedSockets {
  readonly port: number;
  readonly strangers: number;
  readonly commands: number;
  readonly command: string;
  /** One number, raised for each socket that is connected. */
  readonly connected: SharedArrayBuffer;
}

const { port, strangers, commands, command, connected } = workerData as QueuedSockets;
const count = new Int32Array(connected);
let responses = 0;

function open(text: string, onData: (data: string) => void): void {
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(text);
    Atomics.add(count, 0, 1);
    Atomics.notify(count, 0);
  });
  socket.on('error', () => undefined).on('data', (data) => onData(data.toString()));
}

function take(data: string): void {
  if (data.startsWith('HTTP/1.1 200')) responses += 1;
  if (responses === commands) parentPort?.postMessage('answered');
}

for (let index = 0; index < strangers; index += 1) {
  open('G', () => undefined);
  if (index % Math.ceil(strangers / commands) === 0) open(command, take);
}
