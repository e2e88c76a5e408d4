/** Light, dark or high contrast; without a choice, as the machine has it. */
import { useSyncExternalStore } from 'react';

export const themes = ['auto', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const place = 'onward.theme';
const listeners = new Set<() => void>();

function read(): Theme {
  const kept = localStorage.getItem(place);
  return themes.find((theme) => theme === kept) ?? 'auto';
}

export function applyTheme(): void {
  const chosen = read();
  const asked = matchMedia('(prefers-contrast: more)').matches ? 'contrast' : 'auto';
  document.documentElement.dataset['theme'] = chosen === 'auto' ? asked : chosen;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(place, theme);
  applyTheme();
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}
