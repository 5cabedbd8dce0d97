'use client';
import { useState } from 'react';
import type { DeviceType } from '#server/device-types/contract.ts';
import type { DeviceCreated } from '#server/devices/contract.ts';

export const STEPS = ['type', 'name', 'network', 'flow'] as const;
export type Step = (typeof STEPS)[number];

export interface WizardProps {
  projects: { id: string; name: string; room: number | null }[];
  /** Own LoRa types: what a customer may add by hand. */
  types: DeviceType[];
  flows: { id: string; name: string; projectId: string }[];
  mayCreate: boolean;
  start: { projectId?: string | undefined; devEui: string; flowId?: string | undefined };
}

export interface Draft {
  projectId: string | null;
  typeId: string | null;
  name: string;
  description: string;
  barcode: string;
  /** The keys of a type that brings its own: now, or later. */
  keys: 'now' | 'later';
  devEui: string;
  joinEui: string;
  appKey: string;
  flowId: string | null;
}

export function useWizard({ start, types }: WizardProps) {
  const [draft, setDraft] = useState<Draft>({
    projectId: start.projectId ?? null,
    // A DevEUI that was heard already belongs to a device that has its keys.
    typeId: start.devEui ? (types.find((type) => type.loraKeys === 'preset')?.id ?? null) : null,
    name: '',
    description: '',
    barcode: '',
    keys: 'now',
    devEui: start.devEui,
    joinEui: '',
    appKey: '',
    flowId: start.flowId ?? null,
  });
  const [step, setStep] = useState<Step>('type');
  const [created, setCreated] = useState<(DeviceCreated & { name: string }) | null>(null);
  return {
    draft,
    set: (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change })),
    step,
    go: setStep,
    type: types.find((type) => type.id === draft.typeId) ?? null,
    created,
    setCreated,
  };
}

export type Wizard = ReturnType<typeof useWizard>;
