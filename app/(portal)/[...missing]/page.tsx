import { notFound } from 'next/navigation';

/** Addresses that lead nowhere get the portal around the page that says so. */
export default function Missing(): never {
  notFound();
}
