package dev.plumbline.collector.k3s;

/** How k3s gives a kubelet its settings. */
enum KubeletForm {
  /** In a drop-in that it writes, from v1.32 on. */
  DROP_INS,
  /** As flags, before that. */
  FLAGS,
  /** What it has written could not be found; flags of people count in both forms. */
  UNKNOWN
}
