import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../../../../src/slack/connection/socket/frame.ts';

const TYPES = ['slash_commands', 'interactive', 'events_api', 'hello', 'disconnect', 'close', 'error', 'ws_message'];

/** Anything that could stand in a frame, the fields of real ones among it. */
const frames = fc.oneof(
  fc.jsonValue(),
  fc.record(
    {
      type: fc.oneof(fc.constantFrom(...TYPES), fc.jsonValue()),
      envelope_id: fc.oneof(fc.string(), fc.jsonValue()),
      payload: fc.oneof(fc.object(), fc.jsonValue()),
      reason: fc.oneof(fc.string(), fc.jsonValue()),
      num_connections: fc.oneof(fc.integer(), fc.jsonValue()),
      retry_attempt: fc.oneof(fc.integer(), fc.jsonValue()),
    },
    { requiredKeys: [] },
  ),
);

describe('what comes over a socket', () => {
  it('is read without an exception, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array(), fc.anything()), (data) => {
        expect(['hello', 'goodbye', 'envelope', 'unreadable']).toContain(readFrame(data).kind);
      }),
    );
  });

  it('is an envelope only with an ID, a type that is served and an object for its payload', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const read = readFrame(JSON.stringify(frame));
        if (read.kind !== 'envelope') return;
        const { type, envelope_id } = frame as { type: string; envelope_id: string };
        expect(TYPES.slice(0, 3)).toContain(type);
        expect(read.envelope.id).toBe(envelope_id);
        expect(read.envelope.id).not.toBe('');
        expect(Object.prototype.toString.call(read.envelope.payload)).toBe('[object Object]');
      }),
    );
  });

  it('gives only a possible number of connections, and only a code as a reason', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const read = readFrame(JSON.stringify(frame));
        if (read.kind === 'hello') expect(read.connections ?? 0).toBeGreaterThanOrEqual(0);
        if (read.kind === 'goodbye') expect(read.reason).toMatch(/^(\w{1,40}|no reason)$/);
      }),
    );
  });
});
