import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Fields, fieldsOf } from '../../unknown-value.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

/**
 * Runs what an element does, after asking when the element has a `confirm` object.
 * @returns the runner, and the dialog to draw while it asks
 */
export function useConfirmed(
  element: Fields,
): readonly [run: (act: () => void) => void, dialog: JSX.Element | undefined] {
  const [waiting, setWaiting] = useState<{ readonly act: () => void } | undefined>();
  const { confirm } = element;
  const run = (act: () => void) => (confirm === undefined ? act() : setWaiting({ act }));
  const answer = (isSure: boolean) => {
    setWaiting(undefined);
    if (isSure) waiting?.act();
  };
  return [run, waiting === undefined ? undefined : <ConfirmDialog confirm={fieldsOf(confirm)} onAnswer={answer} />];
}
