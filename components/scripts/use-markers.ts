import { useMemo } from 'react';
import type { CodeMarker } from '#components/ui/code-editor/code-editor.tsx';
import type { ScriptOutcome } from '#server/scripts/contract.ts';

/** The error of the last run where it stands in the script. */
export function useMarkers(outcome: ScriptOutcome | null): CodeMarker[] {
  return useMemo(() => {
    const error = outcome?.error;
    if (!error || error.line === null) return [];
    return [
      {
        line: error.line,
        column: error.column ?? undefined,
        message: `${error.name}: ${error.message}`,
        severity: 'error',
      },
    ];
  }, [outcome]);
}
