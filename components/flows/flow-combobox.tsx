'use client';
import { useDeferredValue, useState } from 'react';
import { Combobox, type ComboboxOption } from '#components/ui/combobox.tsx';
import type { FieldFrame } from '#components/ui/field.tsx';
import type { FlowChoice } from '#server/flows/contract.ts';
import { type FlowsWanted, useFlowChoices, useNamedFlow } from './use-flow-choices.ts';

interface FlowComboboxProps extends FieldFrame, Pick<FlowsWanted, 'project' | 'without'> {
  /** Id of the one that is chosen. */
  value: string | null;
  onValueChange: (flow: FlowChoice | null) => void;
  /** What the page knows of the one that is chosen. */
  known?: FlowChoice | null | undefined;
  emptyText?: string | undefined;
}

/** One flow of however many: the server looks for it by a part of its name. */
export function FlowCombobox(props: FlowComboboxProps) {
  const { project, without, value, onValueChange, known, ...frame } = props;
  const [text, setText] = useState('');
  const [picked, setPicked] = useState(known ?? null);
  const { data, isFetching } = useFlowChoices({ q: useDeferredValue(text), project, without });
  const chosen = useNamedFlow(value, picked);
  const flows = data?.items ?? [];
  return (
    <Combobox
      {...frame}
      options={flows.map((flow) => optionOf(flow, !project))}
      value={chosen ? optionOf(chosen, !project) : null}
      onValueChange={(option) => {
        const flow = flows.find(({ id }) => id === option?.value) ?? null;
        setPicked(flow);
        setText('');
        onValueChange(flow);
      }}
      onSearch={setText}
      searching={isFetching}
      more={data?.more}
    />
  );
}

/** Flows of several projects may have one name. */
const optionOf = ({ id, name, project }: FlowChoice, withProject: boolean): ComboboxOption => ({
  value: id,
  label: name,
  hint: withProject ? project.name : undefined,
});
