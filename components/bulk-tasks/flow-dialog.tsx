'use client';
import { useState } from 'react';
import { FlowCombobox } from '#components/flows/flow-combobox.tsx';
import { SelectionDialog, type SelectionFrame } from './choice-dialog.tsx';

type FlowDialogProps = SelectionFrame & {
  label: string;
  /** Null: of all projects. */
  project: string | null;
  run: (flowId: string) => Promise<string | null>;
};

/** A flow is chosen for a selection; there may be any number of flows. */
export function FlowDialog({ label, project, run, ...frame }: FlowDialogProps) {
  const [id, setId] = useState<string | null>(null);
  return (
    <SelectionDialog {...frame} disabled={id === null} run={() => run(id ?? '')}>
      <FlowCombobox
        label={label}
        project={project}
        value={id}
        onValueChange={(flow) => setId(flow?.id ?? null)}
      />
    </SelectionDialog>
  );
}
