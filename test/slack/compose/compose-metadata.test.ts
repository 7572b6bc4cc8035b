import { describe, expect, it } from 'vitest';
import { readComposeMetadata, writeComposeMetadata } from '../../../src/slack/compose/compose-metadata.ts';

const SLACKS_LIMIT = 3_000;

function keptOf(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`field ${index}`, `value "${index}"`]));
}

describe('what a compose view remembers', () => {
  it('comes back as it was, while there is room', () => {
    const metadata = { channelId: 'C1', parentId: 'S1', kept: keptOf(20) };

    expect(readComposeMetadata(writeComposeMetadata(metadata))).toEqual(metadata);
  });

  it('fits what Slack takes and keeps the fields that were typed last, however many there are', () => {
    const written = writeComposeMetadata({ channelId: 'C1', kept: keptOf(20_000) });

    const labels = Object.keys(readComposeMetadata(written).kept);
    expect(written.length).toBeLessThanOrEqual(SLACKS_LIMIT);
    expect(written.length).toBeGreaterThan(SLACKS_LIMIT - 120);
    expect(labels).toEqual(labels.map((_, index) => `field ${20_000 - labels.length + index}`));
  });

  it('drops a value that alone has no room, and what was typed before it', () => {
    const kept = { old: 'a', long: 'x'.repeat(SLACKS_LIMIT), last: 'b' };

    expect(readComposeMetadata(writeComposeMetadata({ channelId: 'C1', kept })).kept).toEqual({ last: 'b' });
  });
});
