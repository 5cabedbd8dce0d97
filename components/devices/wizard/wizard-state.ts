'use client';
import { useState } from 'react';
import type { DeviceType, Network } from '#server/device-types/contract.ts';
import type { DeviceCreated } from '#server/devices/contract.ts';
import type { FlowChoice } from '#server/flows/contract.ts';
import type { RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { type NetworkValues, NO_VALUES } from '../networks/network-values.ts';
import { randomUuid } from '../networks/random-uuid.ts';
import type { NextRights } from './next-step-list.tsx';
import { type Allowing, isAllowed, typeOfHeard } from './order-types.ts';

export const STEPS = ['type', 'name', 'network', 'flow'] as const;
export type Step = (typeof STEPS)[number];

export interface WizardProject extends Allowing {
  id: string;
  name: string;
  room: number | null;
}

export interface WizardProps {
  projects: WizardProject[];
  types: DeviceType[];
  mayCreate: boolean;
  /** Where devices send to. */
  deviceUrl: string;
  /** Of the broker; null: there is none. */
  mqttUrl: string | null;
  /** What follows once it is added: network servers to register it at, and what the reader may do. */
  next: { targets: RegistrationTarget[]; may: NextRights };
  start: { projectId?: string | undefined; devEui: string; imei: string; flow?: FlowChoice | undefined };
}

export interface Draft extends NetworkValues {
  projectId: string | null;
  typeId: string | null;
  name: string;
  description: string;
  barcode: string;
  /** Network information: now, or later. */
  keys: 'now' | 'later';
  /** Of a type with several networks, those whose information follows later. */
  without: Network[];
  flowId: string | null;
  /** Name of a flow that is made with it; '' for none. */
  newFlow: string;
}

export function useWizard({ start, types, projects }: WizardProps) {
  const projectOf = (id: string | null | undefined) => projects.find((project) => project.id === id);
  const [draft, setDraft] = useState<Draft>(() => ({
    ...NO_VALUES,
    projectId: start.projectId ?? null,
    typeId: start.devEui ? (typeOfHeard(types, projectOf(start.projectId))?.id ?? null) : null,
    name: '',
    description: '',
    barcode: '',
    keys: 'now',
    without: [],
    devEui: start.devEui,
    imei: start.imei,
    dvnUuid: randomUuid(),
    flowId: start.flow?.id ?? null,
    newFlow: '',
  }));
  const [step, setStep] = useState<Step>('type');
  const [created, setCreated] = useState<(DeviceCreated & { name: string }) | null>(null);
  const type = types.find((type) => type.id === draft.typeId) ?? null;
  return {
    draft,
    set: (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change })),
    /** Its flows are others, and a type that it does not let in is not shown there: it must not stay chosen unseen. */
    setProject: (projectId: string) => {
      const isIn = type !== null && isAllowed(type, projectOf(projectId));
      setDraft((before) => ({
        ...before,
        projectId,
        flowId: null,
        typeId: isIn ? before.typeId : null,
      }));
    },
    step,
    go: setStep,
    type,
    /** Networks whose information is the reader's to bring. */
    brought: type ? broughtBy(type) : [],
    /** Those of them that the reader has at hand. */
    networks:
      type && draft.keys === 'now' ? broughtBy(type).filter((one) => !draft.without.includes(one)) : [],
    created,
    setCreated,
  };
}

const broughtBy = ({ networks, loraKeys }: DeviceType): Network[] =>
  networks.filter((network) => network !== 'lora' || loraKeys !== 'generated');

export type Wizard = ReturnType<typeof useWizard>;
