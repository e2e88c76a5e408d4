/** The verifier of certificates: it shares nothing with what writes them. */
export { verifyCertificate } from './verify.ts';
export type { Verified } from './verify.ts';
export type { Certificate, CertifiedClass, CertifiedJourney, Open } from './form.ts';
