-- Health of a ComplianceScan for Argo CD: resource.customizations.health.plumbline.dev_ComplianceScan in its
-- ConfigMap argocd-cm. A scan that did its work is healthy whatever it found; with spec.failOn it is degraded
-- when it found what that names.
local health = { status = "Progressing", message = "no generation was looked at yet" }
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
