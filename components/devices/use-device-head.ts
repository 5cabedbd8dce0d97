'use client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useLiveDevices } from '#components/live/use-live.ts';
import type { DeviceHead } from '#server/devices/health-contract.ts';
import type { DeviceSim } from '#server/sims/contract.ts';
import { deviceKeys } from './queries.ts';
import { askAgainMs, isChanging, isUnderWay } from './under-way.ts';

export const headQuery = (id: string) =>
  queryOptions({
    queryKey: deviceKeys.head(id),
    queryFn: ({ signal }) => readJson<DeviceHead>(`/rows/devices/${id}/head`, signal),
  });

export const simQuery = (deviceId: string) =>
  queryOptions({
    queryKey: deviceKeys.sim(deviceId),
    queryFn: ({ signal }) => readJson<DeviceSim | null>(`/rows/devices/${deviceId}/sim`, signal),
  });

/** The device as it was last read; one of a page `follows` it for all. */
export function useDeviceHead(painted: DeviceHead, follows = false): DeviceHead {
  const { id } = painted.device;
  useLiveDevices([id], [deviceKeys.head(id)], { everyMs: 2_000, enabled: follows });
  const { data } = useQuery({
    ...headQuery(id),
    initialData: painted,
    refetchInterval: ({ state: { data: head } }) => follows && askAgainMs(head ? isUnderWay(head) : false),
  });
  return data;
}

/** The SIM in a device, in the same way; a device that can have none is not asked about. */
export function useDeviceSim(
  device: DeviceHead['device'],
  painted: DeviceSim | null,
  follows = false,
): DeviceSim | null {
  const enabled = device.deviceType.networks.includes('cellular');
  useLiveDevices([device.id], [deviceKeys.sim(device.id)], { everyMs: 2_000, enabled: follows && enabled });
  const { data } = useQuery({
    ...simQuery(device.id),
    initialData: painted,
    enabled,
    refetchInterval: ({ state: { data: sim } }) => follows && askAgainMs(isChanging(sim ?? null)),
  });
  return data;
}
