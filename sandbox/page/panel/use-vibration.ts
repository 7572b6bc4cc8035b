import { useEffect, useRef, useState } from 'preact/hooks';

const VIBRATION_MS = 900;

/** True for a second after a message arrived while the phone was in view. */
export function useVibration(count: number): boolean {
  const before = useRef(count);
  const [isVibrating, setVibrating] = useState(false);
  useEffect(() => {
    if (count <= before.current) return;
    before.current = count;
    setVibrating(true);
    const timer = setTimeout(() => setVibrating(false), VIBRATION_MS);
    return () => clearTimeout(timer);
  }, [count]);
  return isVibrating;
}
