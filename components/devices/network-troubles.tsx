'use client';
import { useQuery } from '@tanstack/react-query';
import { loraQuery } from '#components/lora/queries.ts';
import { RegistrationState } from '#components/lora/registration-state.tsx';
import { OpenChanges } from '#components/sims/sim-changes.tsx';
import type { Device } from '#server/devices/contract.ts';
import type { LoraDetail } from '#server/lora-registrations/contract.ts';
import { isAtRest } from './under-way.ts';
import { headQuery, simQuery } from './use-device-head.ts';

export interface NetworkRights {
  register: boolean;
  sims: boolean;
}

interface NetworkTroublesProps {
  device: Device;
  /** How it stands at its network server, where that is not at rest. */
  registration: LoraDetail | null;
  may: NetworkRights;
}

/** What its network server or its SIM platform would not do, or not yet, each with the reason. */
export function NetworkTroubles({ device: painted, registration, may }: NetworkTroublesProps) {
  const { data: head } = useQuery(headQuery(painted.id));
  const device = head?.device ?? painted;
  const { networks } = device.deviceType;
  return (
    <>
      {device.lora && !isAtRest(device.lora.status) ? (
        <OfRegistration id={device.id} painted={registration} mayUpdate={may.register} />
      ) : null}
      {networks.includes('cellular') ? <OfSim id={device.id} mayUpdate={may.sims} /> : null}
    </>
  );
}

interface OfRegistrationProps {
  id: string;
  painted: LoraDetail | null;
  mayUpdate: boolean;
}

function OfRegistration({ id, painted, mayUpdate }: OfRegistrationProps) {
  const { data } = useQuery({ ...loraQuery(id), ...(painted ? { initialData: painted } : {}) });
  return data?.failure ? <RegistrationState of={data} mayUpdate={mayUpdate} /> : null;
}

/** What is under way for the first time is no trouble: the card of the network shows it. */
function OfSim({ id, mayUpdate }: { id: string; mayUpdate: boolean }) {
  const { data: sim } = useQuery(simQuery(id));
  const changes = sim?.changes.filter(({ state, attempts }) => state === 'failed' || attempts > 0) ?? [];
  return sim && changes.length > 0 ? (
    <OpenChanges sim={{ id: sim.id, changes }} mayUpdate={mayUpdate} />
  ) : null;
}
