/** The first replies of a send are posted one by one: each is news. */
const POSTS_OF_ONE_REPLY = 5;
/** A later post gathers what came since the last one. */
const MAX_REPLIES_OF_POST = 20;
/** Slack takes one message a second in a channel; a thread whose first posts are over has one in ten seconds. */
const FIRST_POSTS_EVERY_MS = 1_000;
const LATER_POSTS_EVERY_MS = 10_000;

/** How many replies go into a thread's next post. @param posts how many it has had */
export function repliesOfPost(posts: number): number {
  return posts < POSTS_OF_ONE_REPLY ? 1 : MAX_REPLIES_OF_POST;
}

/** How long a thread rests after a post, in milliseconds. @param posts how many it has had with this one */
export function restAfterPost(posts: number): number {
  return posts < POSTS_OF_ONE_REPLY ? FIRST_POSTS_EVERY_MS : LATER_POSTS_EVERY_MS;
}
