/** One node, from its start to its end: 16 random hex digits. */
export type NodeId = string & { readonly brand: 'NodeId' };
