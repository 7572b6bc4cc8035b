import { describe, expect, it } from 'vitest';
import { repliesOfPost, restAfterPost } from '../../../src/core/replies/posting.ts';

describe('the posts of a thread', () => {
  it('hold the first five replies one by one, a second apart, and then what gathers in ten', () => {
    const posts = [0, 1, 2, 3, 4, 5, 6, 100];

    expect(posts.map(repliesOfPost)).toEqual([1, 1, 1, 1, 1, 20, 20, 20]);
    expect(posts.map(restAfterPost)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 10_000, 10_000, 10_000]);
  });
});
