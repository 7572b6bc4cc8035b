/** Lets other work of the process go on, in the middle of work that takes long. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
