import { lockedRefusal } from '#server/devices/rules.ts';
import type { DownlinkState } from '#server/downlinks/contract.ts';
import { channelFor, type OfferFacts, offerOf } from '#server/downlinks/rules.ts';
import { DomainError } from '#server/platform/errors.ts';
import type { EndReason, FirmwareCommand } from './contract.ts';

/** How firmware comes to a device: it fetches a file from an address, or is told by a downlink to take a version. */

interface FirmwareType {
  networks: readonly string[];
  category: 'managed' | 'own';
}

const fetchesFiles = ({ networks }: FirmwareType): boolean =>
  networks.includes('cellular') || networks.includes('generic');

const hearsCommands = ({ networks }: FirmwareType): boolean => networks.includes('lora');

/** What a customer can add for a type: the commands of managed ones only their operator knows. */
export const firmwareWays = (type: FirmwareType) => ({
  file: fetchesFiles(type),
  command: hearsCommands(type) && type.category === 'own',
});

export function typeRefusal(
  actor: { kind: string },
  type: FirmwareType,
  { fileName, command }: { fileName: string | null; command: object | null },
): DomainError | null {
  if (fileName !== null && !fetchesFiles(type))
    return new DomainError('firmware.type-without-http', 'invalid');
  if (command === null) return null;
  if (!hearsCommands(type)) return new DomainError('firmware.type-without-lora', 'invalid');
  return lockedRefusal(actor, type);
}

export interface OfferedVersion {
  deviceTypeId: string;
  /** It has a file that can be fetched. */
  hasFile: boolean;
  command: FirmwareCommand | null;
}

/** A device as far as firmware goes. */
export interface OfferedTo {
  deviceTypeId: string;
  /** It has an address of the HTTP ingestion. */
  isReachable: boolean;
  /** The version that it reports to run. */
  reported: string | null;
  /** The version that it has on offer or is getting. */
  open: { id: string; downlink: { state: DownlinkState } | null } | null;
  /** What it can be sent. */
  facts: OfferFacts;
}

/** Of both ways the radio, wherever the device can be told over it: it hears of it sooner than with its next message. */
export function isTold({ hasFile, command }: OfferedVersion, { facts }: OfferedTo): boolean {
  return command !== null && (!hasFile || loraOffer(facts).kind === 'lora');
}

/** What the operator of a managed type documented is no payload of the customer's own. */
function loraOffer(facts: OfferFacts) {
  const adapters = facts.adapters.filter(({ network }) => network === 'lora');
  return offerOf({ ...facts, isManaged: false, adapters });
}

/** Why a version cannot be offered to a device. */
export function offerRefusal(
  version: OfferedVersion & { version: string },
  device: OfferedTo,
): DomainError | null {
  if (device.deviceTypeId !== version.deviceTypeId) return new DomainError('firmware.other-type', 'invalid');
  if (!version.command || !isTold(version, device))
    return device.isReachable ? null : new DomainError('firmware.not-reachable', 'invalid');
  // It would restart for nothing; one that fetches files knows by itself what it runs.
  if (device.reported === version.version) return new DomainError('firmware.runs-already', 'conflict');
  return commandRefusal(version.command, device);
}

function commandRefusal(command: FirmwareCommand, { facts, open }: OfferedTo): DomainError | null {
  const offer = loraOffer(facts);
  // The command that it has waiting gives way.
  const given = open?.downlink?.state === 'PENDING' ? 1 : 0;
  try {
    channelFor(
      { type: 'lora', ...command },
      offer.kind === 'none' ? offer : { ...offer, pending: offer.pending - given },
    );
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Why a person's withdrawal ended it: what has gone out nobody takes back. */
export const withdrawnAs = (wentOut: boolean): EndReason => (wentOut ? 'withdrawn-late' : 'withdrawn');
