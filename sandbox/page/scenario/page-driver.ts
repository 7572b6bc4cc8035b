/** Drives the page as a person would: it types, presses and waits for what a person would see. */

export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

export interface PageDriver {
  /** Looks until there is something; throws {@link StepFailed} in the words given when that takes too long. */
  until<Found>(look: () => Found | undefined | false, seconds: number, missing: string): Promise<Found>;
  enter(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void>;
  pause(ms: number): Promise<void>;
}

const LOOK_EVERY_MS = 50;
const SHOWN_STROKES = 24;
const STROKE_MS = 28;

/** @param isCalm true for no waiting that is only there to be watched */
export function createPageDriver(signal: AbortSignal, isCalm: boolean): PageDriver {
  function pause(ms: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stopped = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stopped);
      resolve();
    }, ms);
    if (signal.aborted) stopped();
    else signal.addEventListener('abort', stopped, { once: true });
    return promise;
  }

  return {
    pause,
    async until(look, seconds, missing) {
      const deadline = Date.now() + seconds * 1000;
      for (;;) {
        const found = look();
        if (found !== undefined && found !== false) return found;
        if (Date.now() > deadline) throw new StepFailed(missing);
        await pause(LOOK_EVERY_MS);
      }
    },
    async enter(field, text) {
      // A field for a time takes whole times only.
      const isWhole = isCalm || field.type === 'datetime-local';
      const stride = isWhole ? text.length : Math.max(1, Math.ceil(text.length / SHOWN_STROKES));
      field.focus({ preventScroll: true });
      field.scrollIntoView({ block: 'nearest' });
      for (let end = stride; end < text.length + stride; end += stride) {
        write(field, text.slice(0, end));
        await pause(isCalm ? 0 : STROKE_MS);
      }
    },
  };
}

/** As typing does: the value, then the events that the page listens to. */
function write(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** As if it was chosen in the browser's own dialog for files. */
export function choose(field: HTMLInputElement, file: File): void {
  const chosen = new DataTransfer();
  chosen.items.add(file);
  field.files = chosen.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

export function press(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' });
  element.classList.add('touched');
  setTimeout(() => element.classList.remove('touched'), 600);
  element.click();
}

/** The button in there whose words begin so. */
export function buttonIn(box: ParentNode | null | undefined, beginning: string): HTMLElement | undefined {
  const buttons = [...(box?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
  return buttons.find((button) => wordsOf(button).startsWith(beginning) && button.ariaBusy !== 'true');
}

/** The choice or box whose words begin so. */
export function choiceIn(box: ParentNode | null, beginning: string): HTMLInputElement | undefined {
  const labels = [...(box?.querySelectorAll('label') ?? [])];
  const label = labels.find((one) => wordsOf(one).startsWith(beginning) && one.control instanceof HTMLInputElement);
  return label?.control instanceof HTMLInputElement ? label.control : undefined;
}

/** The field that a label beginning with these words belongs to. */
export function fieldIn(box: ParentNode | null, beginning: string): HTMLInputElement | HTMLTextAreaElement | undefined {
  const labels = [...(box?.querySelectorAll('label') ?? [])];
  const label = labels.find((one) => wordsOf(one).startsWith(beginning));
  const field = label === undefined ? null : document.getElementById(label.htmlFor);
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : undefined;
}

export function wordsOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
