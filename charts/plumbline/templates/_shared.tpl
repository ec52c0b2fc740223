{{/* A file of config/, which the chart shares with kustomize, for the release's namespace. */}}
{{- define "plumbline.file" -}}
{{- .root.Files.Get (printf "files/%s" .name) | required (printf "files/%s is missing" .name) | replace "plumbline-system" .root.Release.Namespace -}}
{{- end -}}

{{- define "plumbline.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* The names of references such as imagePullSecrets, separated by commas. */}}
{{- define "plumbline.names" -}}
{{- range $index, $reference := . -}}
{{- if $index -}},{{- end -}}{{ $reference.name }}
{{- end -}}
{{- end -}}
