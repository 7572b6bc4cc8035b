import { describe, expect, it } from 'vitest';
import { openMedia } from '../../../src/flow/replies/open-media.ts';
import { replyOf } from '../../support/replies.ts';

const PHOTO = { name: 'photo.jpg', bytes: new Uint8Array([1, 2, 3]) };
const TO = { userId: 'U1', comment: 'from •••• 0000' };
const WITH_PHOTO = replyOf('R1', { media: { url: 'https://media.kaleyra.test/1', type: undefined } });

describe('a file that a recipient sent', () => {
  it('goes to the person who pressed, to them alone, and they are told what came of it', async () => {
    const fetched: unknown[] = [];
    const sent: unknown[] = [];

    const said = await openMedia(WITH_PHOTO, TO, {
      async fetchMedia(url, maxBytes) {
        fetched.push(url, maxBytes);
        return { ok: true, value: PHOTO };
      },
      async sendFile(file) {
        sent.push(file);
        return 'It is there.';
      },
    });

    expect(said).toBe('It is there.');
    expect(fetched).toEqual(['https://media.kaleyra.test/1', 10 * 1024 * 1024]);
    expect(sent).toEqual([{ ...TO, ...PHOTO }]);
  });

  it.each([
    ['not_allowed', /MEDIA_HOSTS/],
    ['too_large', /larger than 10 MB/],
    ['unknown_kind', /photos, videos, voice messages/],
    ['unreachable', /Press again in a moment/],
  ] as const)(
    'goes to nobody where it cannot be fetched, and the person is told why: %s',
    async (failure, sentence) => {
      const sendFile = () => Promise.reject(new Error('nothing to send'));

      const said = await openMedia(WITH_PHOTO, TO, { fetchMedia: async () => ({ ok: false, failure }), sendFile });
      const none = await openMedia(replyOf('R2'), TO, { fetchMedia: sendFile, sendFile });

      expect(said).toMatch(sentence);
      expect(none).toMatch(/Press again in a moment/);
    },
  );
});
