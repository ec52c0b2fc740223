// Command plumbline-oracle writes what Cluster API makes of the ClusterClasses and Clusters in a file of rows, and which
// fields its types of kubeadm's configuration have, so that Plumbline's reading can be held to both. It is built within
// Cluster API's own module, some of whose packages are internal.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	bootstrapv1beta1 "sigs.k8s.io/cluster-api/api/bootstrap/kubeadm/v1beta1"
	bootstrapv1beta2 "sigs.k8s.io/cluster-api/api/bootstrap/kubeadm/v1beta2"
	controlplanev1beta1 "sigs.k8s.io/cluster-api/api/controlplane/kubeadm/v1beta1"
	controlplanev1beta2 "sigs.k8s.io/cluster-api/api/controlplane/kubeadm/v1beta2"
	corev1beta1 "sigs.k8s.io/cluster-api/api/core/v1beta1"
	corev1beta2 "sigs.k8s.io/cluster-api/api/core/v1beta2"
	"sigs.k8s.io/cluster-api/core/reconcilers/topology/cluster/patches"
	"sigs.k8s.io/cluster-api/core/webhooks/admission"
	"sigs.k8s.io/cluster-api/core/webhooks/conversion"
	"sigs.k8s.io/cluster-api/exp/topology/scope"
	"sigs.k8s.io/cluster-api/feature"
	topologyvariables "sigs.k8s.io/cluster-api/internal/topology/variables"
)

// row has the objects of one ClusterClass, of which a Cluster is made, or of one object alone. Unknown is for tests.
type row struct {
	Name    string `json:"name"`
	Unknown bool   `json:"unknown"`
	Objects string `json:"objects"`
}

// answer has the objects that are made, or why Cluster API refuses to make them.
type answer struct {
	Made    []string `json:"made,omitempty"`
	Refused string   `json:"refused,omitempty"`
}

// address is what Cluster API prints in place of an index: that of a pointer, another one each time.
var address = regexp.MustCompile("index [0-9]{9,}")

func main() {
	// The webhooks of ClusterClasses and Clusters work only with it.
	must(feature.MutableGates.Set(string(feature.ClusterTopology) + "=true"))
	content, err := os.ReadFile(os.Args[1])
	must(err)
	var rows []row
	must(yaml.UnmarshalStrict(content, &rows))
	answers := map[string]answer{}
	for _, row := range rows {
		made, err := objectsOf(row)
		if err != nil {
			answers[row.Name] = answer{Refused: address.ReplaceAllString(err.Error(), "index")}
			continue
		}
		answers[row.Name] = answer{Made: made}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(map[string]any{"rows": answers, "fields": fields()}))
}

// objects are the documents of a row by their kinds.
type objects struct {
	class     *corev1beta2.ClusterClass
	cluster   *corev1beta2.Cluster
	templates []*unstructured.Unstructured
}

func objectsOf(row row) ([]string, error) {
	all, err := read(row.Objects)
	if err != nil {
		return nil, err
	}
	if all.class == nil {
		var made []string
		for _, object := range all.templates {
			if err := strict(object); err != nil {
				return nil, err
			}
			made = append(made, text(object))
		}
		return made, nil
	}
	return patched(all)
}

func read(text string) (objects, error) {
	var all objects
	for _, document := range strings.Split("\n"+text, "\n---") {
		if strings.TrimSpace(document) == "" {
			continue
		}
		content, err := yaml.YAMLToJSONStrict([]byte(document))
		if err != nil {
			return all, err
		}
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(content); err != nil {
			return all, err
		}
		object.SetNamespace("default")
		old := object.GetAPIVersion() == corev1beta1.GroupVersion.String()
		switch object.GetKind() {
		case "ClusterClass":
			all.class = &corev1beta2.ClusterClass{}
			if err := decoded(content, old, conversion.ConvertClusterClassV1Beta1ToHub, all.class); err != nil {
				return all, err
			}
			all.class.Namespace = "default"
		case "Cluster":
			all.cluster = &corev1beta2.Cluster{}
			if err := decoded(content, old, conversion.ConvertClusterV1Beta1ToHub, all.cluster); err != nil {
				return all, err
			}
			all.cluster.Namespace = "default"
			all.cluster.TypeMeta = metav1.TypeMeta{APIVersion: corev1beta2.GroupVersion.String(), Kind: "Cluster"}
		default:
			all.templates = append(all.templates, object)
		}
	}
	return all, nil
}

// decoded reads a document of either version, as the API server converts it for Cluster API.
func decoded[F, T any](content []byte, old bool, convert func(context.Context, *F, *T) error, to *T) error {
	if !old {
		return unmarshal(content, to)
	}
	var from F
	if err := unmarshal(content, &from); err != nil {
		return err
	}
	return convert(context.Background(), &from, to)
}

// unmarshal is strict, as a schema of the API server is: no field that the type has not, no boolean where it has text.
func unmarshal(content []byte, into any) error {
	refused, err := kjson.UnmarshalStrict(content, into)
	return errors.Join(append(refused, err)...)
}

// patched follows core/reconcilers/topology/cluster: variables get their defaults, then the patches are applied. A class
// that its webhook refuses is not made.
func patched(all objects) ([]string, error) {
	ctx := context.Background()
	if _, err := (&admission.ClusterClass{}).ValidateCreate(ctx, all.class); err != nil {
		return nil, err
	}
	definitions := definitions(all.class)
	topology := &all.cluster.Spec.Topology
	path := field.NewPath("spec", "topology", "variables")
	defaulted, errs := topologyvariables.DefaultClusterVariables(topology.Variables, definitions, path)
	if len(errs) > 0 {
		return nil, errs.ToAggregate()
	}
	topology.Variables = defaulted
	overrides := []*[]corev1beta2.ClusterVariable{&topology.ControlPlane.Variables.Overrides}
	for i := range topology.Workers.MachineDeployments {
		overrides = append(overrides, &topology.Workers.MachineDeployments[i].Variables.Overrides)
	}
	for _, of := range overrides {
		defaulted, errs := topologyvariables.DefaultMachineVariables(*of, definitions, path)
		if len(errs) > 0 {
			return nil, errs.ToAggregate()
		}
		*of = defaulted
	}
	all.class.Status.Variables = definitions
	if errs := topologyvariables.ValidateClusterVariables(ctx, topology.Variables, nil, definitions, path); len(errs) > 0 {
		return nil, errs.ToAggregate()
	}

	blueprint, desired, err := states(all)
	if err != nil {
		return nil, err
	}
	scheme := runtime.NewScheme()
	must(apiextensionsv1.AddToScheme(scheme))
	crd := &apiextensionsv1.CustomResourceDefinition{}
	crd.Name = "kubeadmcontrolplanes.controlplane.cluster.x-k8s.io"
	crd.Labels = map[string]string{"cluster.x-k8s.io/v1beta1": "v1beta1", "cluster.x-k8s.io/v1beta2": "v1beta2"}
	client := fake.NewClientBuilder().WithScheme(scheme).WithObjects(crd).Build()
	if err := patches.NewEngine(client, nil).Apply(ctx, blueprint, desired); err != nil {
		return nil, err
	}
	made := []*unstructured.Unstructured{desired.ControlPlane.Object}
	for _, workers := range topology.Workers.MachineDeployments {
		made = append(made, desired.MachineDeployments[workers.Name].BootstrapTemplate)
	}
	var texts []string
	for _, object := range made {
		if err := strict(object); err != nil {
			return nil, err
		}
		texts = append(texts, text(object))
	}
	return texts, nil
}

func definitions(class *corev1beta2.ClusterClass) []corev1beta2.ClusterClassStatusVariable {
	var all []corev1beta2.ClusterClassStatusVariable
	for _, variable := range class.Spec.Variables {
		all = append(all, corev1beta2.ClusterClassStatusVariable{
			Name: variable.Name,
			Definitions: []corev1beta2.ClusterClassStatusVariableDefinition{{
				From:     corev1beta2.VariableDefinitionFromInline,
				Required: variable.Required,
				Schema:   variable.Schema,
			}},
		})
	}
	return all
}

// states has what the controller fetches and what it makes of it before patches.
func states(all objects) (*scope.ClusterBlueprint, *scope.ClusterState, error) {
	infrastructure := object("infrastructure.cluster.x-k8s.io/v1beta2", "ExampleClusterTemplate", "infrastructure")
	topology := all.cluster.Spec.Topology
	template, err := find(all.templates, all.class.Spec.ControlPlane.TemplateRef)
	if err != nil {
		return nil, nil, err
	}
	blueprint := &scope.ClusterBlueprint{
		Topology:                      topology,
		ClusterClass:                  all.class,
		InfrastructureClusterTemplate: infrastructure,
		ControlPlane:                  &scope.ControlPlaneBlueprint{Template: template},
		MachineDeployments:            map[string]*scope.MachineDeploymentBlueprint{},
	}
	controlPlane := object(template.GetAPIVersion(), "KubeadmControlPlane", "control-plane")
	spec, _, err := unstructured.NestedMap(template.Object, "spec", "template", "spec")
	if err != nil {
		return nil, nil, err
	}
	controlPlane.Object["spec"] = spec
	must(unstructured.SetNestedField(controlPlane.Object, topology.Version, "spec", "version"))
	if topology.ControlPlane.Replicas != nil {
		must(unstructured.SetNestedField(
			controlPlane.Object, int64(*topology.ControlPlane.Replicas), "spec", "replicas"))
	}
	desired := &scope.ClusterState{
		Cluster:               all.cluster,
		InfrastructureCluster: object("infrastructure.cluster.x-k8s.io/v1beta2", "ExampleCluster", "infrastructure"),
		ControlPlane:          &scope.ControlPlaneState{Object: controlPlane},
		MachineDeployments:    map[string]*scope.MachineDeploymentState{},
	}
	machine := object("infrastructure.cluster.x-k8s.io/v1beta2", "ExampleMachineTemplate", "machine")
	for _, class := range all.class.Spec.Workers.MachineDeployments {
		bootstrap, err := find(all.templates, class.Bootstrap.TemplateRef)
		if err != nil {
			return nil, nil, err
		}
		blueprint.MachineDeployments[class.Class] = &scope.MachineDeploymentBlueprint{
			BootstrapTemplate:             bootstrap,
			InfrastructureMachineTemplate: machine,
		}
	}
	for _, workers := range topology.Workers.MachineDeployments {
		class, ok := blueprint.MachineDeployments[workers.Class]
		if !ok {
			return nil, nil, fmt.Errorf("no class %s", workers.Class)
		}
		deployment := &corev1beta2.MachineDeployment{}
		deployment.TypeMeta = metav1.TypeMeta{
			APIVersion: corev1beta2.GroupVersion.String(), Kind: "MachineDeployment"}
		deployment.Name = workers.Name
		deployment.Namespace = "default"
		deployment.Labels = map[string]string{corev1beta2.ClusterTopologyMachineDeploymentNameLabel: workers.Name}
		deployment.Spec.Template.Spec.Version = topology.Version
		deployment.Spec.Replicas = workers.Replicas
		desired.MachineDeployments[workers.Name] = &scope.MachineDeploymentState{
			Object:                        deployment,
			BootstrapTemplate:             class.BootstrapTemplate.DeepCopy(),
			InfrastructureMachineTemplate: machine.DeepCopy(),
		}
	}
	return blueprint, desired, nil
}

func object(apiVersion, kind, name string) *unstructured.Unstructured {
	made := &unstructured.Unstructured{Object: map[string]any{
		"spec": map[string]any{"template": map[string]any{"spec": map[string]any{}}}}}
	made.SetGroupVersionKind(schema.FromAPIVersionAndKind(apiVersion, kind))
	made.SetName(name)
	made.SetNamespace("default")
	return made
}

func find(
	templates []*unstructured.Unstructured, reference corev1beta2.ClusterClassTemplateReference,
) (*unstructured.Unstructured, error) {
	for _, template := range templates {
		if template.GetKind() == reference.Kind && template.GetName() == reference.Name &&
			template.GetAPIVersion() == reference.APIVersion {
			return template, nil
		}
	}
	return nil, fmt.Errorf("no %s %s of %s", reference.Kind, reference.Name, reference.APIVersion)
}

// strict reads an object as the API server does: by its types, whose fields it has and no others.
func strict(object *unstructured.Unstructured) error {
	into, ok := map[string]any{
		"KubeadmControlPlane/v1beta1":         &controlplanev1beta1.KubeadmControlPlane{},
		"KubeadmControlPlane/v1beta2":         &controlplanev1beta2.KubeadmControlPlane{},
		"KubeadmControlPlaneTemplate/v1beta1": &controlplanev1beta1.KubeadmControlPlaneTemplate{},
		"KubeadmControlPlaneTemplate/v1beta2": &controlplanev1beta2.KubeadmControlPlaneTemplate{},
		"KubeadmConfig/v1beta1":               &bootstrapv1beta1.KubeadmConfig{},
		"KubeadmConfig/v1beta2":               &bootstrapv1beta2.KubeadmConfig{},
		"KubeadmConfigTemplate/v1beta1":       &bootstrapv1beta1.KubeadmConfigTemplate{},
		"KubeadmConfigTemplate/v1beta2":       &bootstrapv1beta2.KubeadmConfigTemplate{},
	}[object.GetKind()+"/"+object.GroupVersionKind().Version]
	if !ok {
		return errors.New("no such kind")
	}
	content, err := json.Marshal(object.Object)
	if err != nil {
		return err
	}
	return unmarshal(content, into)
}

func text(object *unstructured.Unstructured) string {
	object.SetNamespace("")
	content, err := yaml.Marshal(object.Object)
	must(err)
	return string(content)
}

// fields are those of the types by version and the name that Plumbline's own tables have for their block.
func fields() map[string]map[string][]string {
	return map[string]map[string][]string{
		"v1beta1": {
			"KubeadmConfigSpec":    names(bootstrapv1beta1.KubeadmConfigSpec{}),
			"ClusterConfiguration": names(bootstrapv1beta1.ClusterConfiguration{}),
			"component":            names(bootstrapv1beta1.APIServer{}),
			"etcd":                 names(bootstrapv1beta1.Etcd{}),
			"localEtcd":            names(bootstrapv1beta1.LocalEtcd{}),
			"InitConfiguration":    names(bootstrapv1beta1.InitConfiguration{}),
			"JoinConfiguration":    names(bootstrapv1beta1.JoinConfiguration{}),
			"nodeRegistration":     names(bootstrapv1beta1.NodeRegistrationOptions{}),
		},
		"v1beta2": {
			"KubeadmConfigSpec":    names(bootstrapv1beta2.KubeadmConfigSpec{}),
			"ClusterConfiguration": names(bootstrapv1beta2.ClusterConfiguration{}),
			"component":            names(bootstrapv1beta2.APIServer{}),
			"etcd":                 names(bootstrapv1beta2.Etcd{}),
			"localEtcd":            names(bootstrapv1beta2.LocalEtcd{}),
			"InitConfiguration":    names(bootstrapv1beta2.InitConfiguration{}),
			"JoinConfiguration":    names(bootstrapv1beta2.JoinConfiguration{}),
			"nodeRegistration":     names(bootstrapv1beta2.NodeRegistrationOptions{}),
		},
	}
}

func names(of any) []string {
	var all []string
	collect(reflect.TypeOf(of), &all)
	sort.Strings(all)
	return all
}

func collect(of reflect.Type, all *[]string) {
	for i := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
		if name == "" && of.Field(i).Anonymous {
			collect(of.Field(i).Type, all)
		} else if name != "" && name != "-" {
			*all = append(*all, name)
		}
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}
