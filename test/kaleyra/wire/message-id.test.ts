import { describe, expect, it } from 'vitest';
import { readMessageId } from '../../../src/kaleyra/wire/message-id.ts';

describe('a message ID', () => {
  it.each([
    ['9a54b0c1-1111-48b9-88f7-0123456789ab:0', '9a54b0c1-1111-48b9-88f7-0123456789ab:0'],
    [' a:1\n', 'a:1'],
    ['a%3A1', 'a:1'],
    ['a%3a1%3a2', 'a:1:2'],
    ['wamid.HBgM+/=', 'wamid.HBgM+/='],
    ['x'.repeat(128), 'x'.repeat(128)],
    ['x'.repeat(129), undefined],
    ['a b', undefined],
    ['a\0b', undefined],
    ['<id>', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is taken as Kaleyra or Meta gives it, and nothing else is one: %j', (text, id) => {
    expect(readMessageId(text)).toBe(id);
  });
});
