import { redirect } from 'next/navigation';

export default function Manager(): never {
  redirect('/manager/devices');
}
