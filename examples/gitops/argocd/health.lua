-- Health of a ComplianceScan for Argo CD: resource.customizations.health.plumbline.dev_ComplianceScan in its
-- ConfigMap argocd-cm. A scan whose nodes were read is healthy whatever was found; with spec.failOn it is
-- degraded when a control of that severity fails.
local health = { status = "Progressing", message = "the scan has not been reconciled yet" }
if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health
end
for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "Stalled" and condition.status == "True" then
    return { status = "Degraded", message = condition.message }
  end
  if condition.type == "Ready" then
    health = { status = condition.status == "True" and "Healthy" or "Progressing", message = condition.message }
  end
end
return health
