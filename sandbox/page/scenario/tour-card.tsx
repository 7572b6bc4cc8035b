import { useEffect, useRef, useState } from 'preact/hooks';
import type { Pane } from '../bottom-bar.tsx';
import { isInTheWay, Ring, useFrame } from './tour-ring.tsx';
import { TOUR, type TourStop } from './tour-stops.ts';
import type { Scenarios } from './use-scenario.ts';

interface TourCardProps {
  readonly scenarios: Scenarios;
  readonly show: (pane: Pane) => void;
  readonly onLeave: () => void;
}

/** The guide: one sentence at a time, a ring around what it is about, and one button that goes on. */
export function TourCard({ scenarios, show, onLeave }: TourCardProps) {
  const [at, setAt] = useState(0);
  const [state, setState] = useState<'waiting' | 'busy' | 'stuck'>('waiting');
  const next = useRef<HTMLButtonElement>(null);
  const stop = TOUR[at];
  const frame = useFrame(stop?.at);
  useEffect(() => {
    if (stop === undefined) return;
    show(stop.pane);
    next.current?.focus({ preventScroll: true });
  }, [stop, show]);
  if (stop === undefined) return undefined;
  const leave = () => {
    scenarios.leave();
    onLeave();
  };
  const go = async () => {
    if (state === 'busy') return;
    setState('busy');
    const isDone = await scenarios.play(stop.steps, stop.startsAnew === true);
    setState(isDone ? 'waiting' : 'stuck');
    if (!isDone) return;
    if (at + 1 < TOUR.length) setAt(at + 1);
    else leave();
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave();
  };
  return (
    <>
      <Ring frame={frame} />
      <section
        class={isInTheWay(frame) ? 'tour tour-high' : 'tour'}
        role="dialog"
        aria-label="Guided tour"
        tabIndex={-1}
        onKeyDown={keyDown}
      >
        <p class="tour-count">{`${at + 1} of ${TOUR.length}`}</p>
        <p class="tour-says" aria-live="polite">
          {state === 'stuck' ? 'That did not happen as it should. Try once more, or leave the tour.' : stop.says}
        </p>
        <div class="tour-buttons">
          <button type="button" class="button button-small" onClick={leave}>
            Leave the tour
          </button>
          <button
            ref={next}
            type="button"
            class="button button-small button-primary"
            aria-busy={state === 'busy'}
            onClick={go}
          >
            {state === 'busy' ? <span class="spinner" aria-hidden="true" /> : undefined}
            {labelOf(stop, state)}
          </button>
        </div>
      </section>
    </>
  );
}

function labelOf(stop: TourStop, state: 'waiting' | 'busy' | 'stuck'): string {
  if (state === 'busy') return 'Watch…';
  return state === 'stuck' ? 'Try again' : stop.go;
}
