import { useEffect, useId, useRef } from 'preact/hooks';
import type { View } from '../../protocol.ts';
import { BlockPlaceContext } from '../kit/block-place.ts';
import { Blocks } from '../kit/blocks.tsx';
import type { Form } from '../state/forms.ts';
import { hasStops, isGuideFocused, keepFocusInside } from './keep-focus-inside.ts';
import { useViewForm } from './use-view-form.ts';

interface ViewDialogProps {
  readonly view: View;
  readonly form: Form;
  /** Views in the stack, this one included. */
  readonly depth: number;
  readonly isGoingBack: boolean;
}

export function ViewDialog({ view, form, depth, isGoingBack }: ViewDialogProps) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { place, submit, close } = useViewForm(view, form);
  // Before the focus is set, so that a text without a field or a button in it has it, and the keyboard scrolls.
  useEffect(() => letKeyboardScroll(body.current), [view.blocks]);
  useEffect(() => {
    if (!isGuideFocused()) focusFirst(dialog.current);
  }, []);
  useEffect(() => {
    if (form.refusals > 0) focusFirstWrong(dialog.current);
  }, [form.refusals]);
  // An update can take away the button that was pressed; the keyboard stays in the dialog all the same.
  useEffect(() => {
    if (document.activeElement === document.body) dialog.current?.focus({ preventScroll: true });
  }, [view.blocks]);
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close(false);
    else keepFocusInside(event, dialog.current);
  };
  const motion = depth > 1 || isGoingBack ? (isGoingBack && 'view-back') || 'view-over' : 'view-first';
  return (
    <dialog
      ref={dialog}
      open
      class={`view ${motion}`}
      aria-modal="true"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={keyDown}
    >
      <form class="view-form" noValidate autocomplete="off" onSubmit={submit}>
        <header class="view-header">
          {depth > 1 ? (
            <button type="button" class="button button-icon" aria-label="Back" onClick={() => close(false)}>
              ←
            </button>
          ) : undefined}
          <h2 id={titleId}>{view.title}</h2>
          <button
            type="button"
            class="button button-icon"
            aria-label={depth > 1 ? 'Close all' : 'Close'}
            onClick={() => close(depth > 1)}
          >
            ✕
          </button>
        </header>
        <div class="view-body" ref={body}>
          {form.problem === undefined ? undefined : (
            <p class="view-problem" role="alert">
              {form.problem}
            </p>
          )}
          <BlockPlaceContext.Provider value={place}>
            <Blocks blocks={view.blocks} />
          </BlockPlaceContext.Provider>
        </div>
        <footer class="view-footer">
          <button type="button" class="button" onClick={() => close(false)}>
            {view.close ?? 'Close'}
          </button>
          {view.submit === undefined ? undefined : <SubmitButton text={view.submit} isWaiting={form.underWay > 0} />}
        </footer>
      </form>
    </dialog>
  );
}

/** Never disabled: pressing twice is a person's right and the bot's task. */
function SubmitButton({ text, isWaiting }: { readonly text: string; readonly isWaiting: boolean }) {
  return (
    <button type="submit" class="button button-primary" aria-busy={isWaiting}>
      {isWaiting ? <span class="spinner" aria-hidden="true" /> : undefined}
      {text}
    </button>
  );
}

const BODY = '.view-body';

/** Makes the body a stop of the Tab key while nothing in it is one. */
function letKeyboardScroll(body: HTMLElement | null) {
  if (body === null) return;
  if (hasStops(body)) body.removeAttribute('tabindex');
  else body.tabIndex = 0;
}

function focusFirst(dialog: HTMLElement | null) {
  const wanted =
    dialog?.querySelector('[data-focus-on-load="true"]') ?? dialog?.querySelector(`${BODY} input, ${BODY} textarea`);
  const target =
    wanted ??
    dialog?.querySelector('.view-footer [type=submit]') ??
    dialog?.querySelector(`${BODY}[tabindex]`) ??
    dialog;
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

function focusFirstWrong(dialog: HTMLElement | null) {
  const wrong = dialog?.querySelector('.field-wrong');
  wrong?.scrollIntoView({ block: 'nearest' });
  const target = wrong?.querySelector('input, textarea');
  if (target instanceof HTMLElement) target.focus();
}
