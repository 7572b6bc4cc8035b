import { useEffect, useRef, useState } from 'preact/hooks';
import type { PhoneMessage } from '../../protocol.ts';

const VIBRATION_MS = 900;

/** True for a second after a message arrived; a phone that comes into view with a message of just now rings too. */
export function useVibration(messages: readonly PhoneMessage[]): boolean {
  const count = messages.length;
  const before = useRef(isOfNow(messages.at(-1)) ? count - 1 : count);
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

function isOfNow(message: PhoneMessage | undefined): boolean {
  return message !== undefined && Date.now() - new Date(message.at).getTime() < VIBRATION_MS;
}
