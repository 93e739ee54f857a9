"""The names that Keras's modules have or once had; written by `tools/record_public_names.py`."""

KERAS = "3.15.1"

NOW: dict[str, str] = {
    "activations": """
        celu deserialize elu exponential gelu get glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu
        linear log_sigmoid log_softmax mish relu relu6 selu serialize sigmoid silu soft_shrink softmax softplus softsign
        sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold
    """,
    "applications": """
        ConvNeXtBase ConvNeXtLarge ConvNeXtSmall ConvNeXtTiny ConvNeXtXLarge DenseNet121 DenseNet169 DenseNet201
        EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6
        EfficientNetB7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2L
        EfficientNetV2M EfficientNetV2S InceptionResNetV2 InceptionV3 MobileNet MobileNetV2 MobileNetV3Large
        MobileNetV3Small NASNetLarge NASNetMobile ResNet101 ResNet101V2 ResNet152 ResNet152V2 ResNet50 ResNet50V2 VGG16
        VGG19 Xception convnext densenet efficientnet efficientnet_v2 imagenet_utils inception_resnet_v2 inception_v3
        mobilenet mobilenet_v2 mobilenet_v3 nasnet resnet resnet50 resnet_v2 vgg16 vgg19 xception
    """,
    "callbacks": """
        BackupAndRestore CSVLogger Callback CallbackList EarlyStopping History LambdaCallback LearningRateScheduler
        ModelCheckpoint OrbaxCheckpoint ProgbarLogger ReduceLROnPlateau RemoteMonitor SwapEMAWeights TensorBoard
        TerminateOnNaN
    """,
    "constraints": """
        Constraint MaxNorm MinMaxNorm NonNeg UnitNorm deserialize get max_norm min_max_norm non_neg serialize unit_norm
    """,
    "datasets": """
        boston_housing california_housing cifar10 cifar100 fashion_mnist imdb mnist reuters
    """,
    "initializers": """
        Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer Initializer LecunNormal
        LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal RandomUniform STFT STFTInitializer
        TruncatedNormal VarianceScaling Zeros constant deserialize get glorot_normal glorot_uniform he_normal he_uniform
        identity lecun_normal lecun_uniform ones orthogonal random_normal random_uniform serialize stft truncated_normal
        variance_scaling zeros
    """,
    "layers": """
        Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D
        AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout Attention
        AugMix AutoContrast Average AveragePooling1D AveragePooling2D AveragePooling3D AvgPool1D AvgPool2D AvgPool3D
        BatchNormalization Bidirectional CategoryEncoding CenterCrop Concatenate
        ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D
        Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D Convolution1DTranspose Convolution2D
        Convolution2DTranspose Convolution3D Convolution3DTranspose Cropping1D Cropping2D Cropping3D CutMix Dense
        DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding Equalization Flatten
        FlaxLayer GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D
        GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D GlobalMaxPool1D GlobalMaxPool2D
        GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization GroupQueryAttention
        HashedCrossing Hashing Identity Input InputLayer InputSpec IntegerLookup JaxLayer LSTM LSTMCell Lambda Layer
        LayerNormalization LeakyReLU Masking MaxNumBoundingBoxes MaxPool1D MaxPool2D MaxPool3D MaxPooling1D MaxPooling2D
        MaxPooling3D Maximum MelSpectrogram Minimum MixUp MultiHeadAttention Multiply Normalization PReLU Permute
        Pipeline RMSNormalization RNN RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter
        RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale
        RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness
        RandomShear RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape Resizing ReversibleEmbedding
        STFTSpectrogram SeparableConv1D SeparableConv2D SeparableConvolution1D SeparableConvolution2D SimpleRNN
        SimpleRNNCell Softmax Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization
        StackedRNNCells StringLookup Subtract TFSMLayer TextVectorization TimeDistributed TorchModuleWrapper
        UnitNormalization UpSampling1D UpSampling2D UpSampling3D Wrapper ZeroPadding1D ZeroPadding2D ZeroPadding3D add
        average concatenate deserialize dot maximum minimum multiply serialize subtract
    """,
    "losses": """
        BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy CategoricalFocalCrossentropy
        CategoricalGeneralizedCrossEntropy CategoricalHinge Circle CosineSimilarity Dice Hinge Huber KLDivergence
        LogCosh Loss MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson
        SparseCategoricalCrossentropy SquaredHinge Tversky binary_crossentropy binary_focal_crossentropy
        categorical_crossentropy categorical_focal_crossentropy categorical_generalized_cross_entropy categorical_hinge
        circle cosine_similarity ctc deserialize dice get hinge huber kl_divergence log_cosh mean_absolute_error
        mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error poisson serialize
        sparse_categorical_crossentropy squared_hinge tversky
    """,
    "metrics": """
        AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy CategoricalCrossentropy
        CategoricalHinge ConcordanceCorrelation CosineSimilarity F1Score FBetaScore FalseNegatives FalsePositives Hinge
        IoU KLDivergence LogCoshError Mean MeanAbsoluteError MeanAbsolutePercentageError MeanIoU MeanMetricWrapper
        MeanSquaredError MeanSquaredLogarithmicError Metric OneHotIoU OneHotMeanIoU PearsonCorrelation Poisson Precision
        PrecisionAtRecall R2Score Recall RecallAtPrecision RootMeanSquaredError SensitivityAtSpecificity
        SparseCategoricalAccuracy SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy SpecificityAtSensitivity
        SquaredHinge Sum TopKCategoricalAccuracy TrueNegatives TruePositives binary_accuracy binary_crossentropy
        binary_focal_crossentropy categorical_accuracy categorical_crossentropy categorical_focal_crossentropy
        categorical_hinge concordance_correlation deserialize get hinge huber kl_divergence log_cosh mean_absolute_error
        mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error pearson_correlation poisson
        serialize sparse_categorical_accuracy sparse_categorical_crossentropy sparse_top_k_categorical_accuracy
        squared_hinge top_k_categorical_accuracy
    """,
    "models": """
        Model Sequential clone_model load_model model_from_json save_model
    """,
    "ops": """
        abs absolute adaptive_average_pool adaptive_max_pool add all allclose amax amin angle any append arange arccos
        arccosh arcsin arcsinh arctan arctan2 arctanh argmax argmin argpartition argsort array array_split
        associative_scan average average_pool bartlett batch_normalization binary_crossentropy bincount bitwise_and
        bitwise_invert bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor blackman broadcast_to
        cast categorical_crossentropy cbrt cdist ceil celu cholesky cholesky_inverse clip concatenate cond conj
        conjugate conv conv_transpose convert_to_numpy convert_to_tensor copy corrcoef correlate cos cosh count_nonzero
        cross ctc_decode ctc_loss cumprod cumsum custom_gradient deg2rad depth_to_space depthwise_conv det diag diagflat
        diagonal diff digitize divide divide_no_nan dot dot_product_attention dsplit dstack dtype eig eigh einsum elu
        empty empty_like equal erf erfc erfinv exp exp2 expand_dims expm1 extract_sequences eye fabs fft fft2 flip
        fliplr flipud floor floor_divide fmax fmin fmod fold fori_loop full full_like gcd gelu geomspace get_item glu
        greater greater_equal hamming hanning hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh heaviside
        histogram hsplit hstack hypot i0 identity ifft2 imag image in_top_k inner inv irfft is_tensor isclose isfinite
        isin isinf isnan isneginf isposinf isreal istft jvp kaiser kron layer_normalization lcm ldexp leaky_relu
        left_shift less less_equal linalg linspace log log10 log1p log2 log_sigmoid log_softmax logaddexp logaddexp2
        logdet logical_and logical_not logical_or logical_xor logspace logsumexp lstsq lu_factor map matmul matrix_rank
        max max_pool maximum mean median meshgrid min minimum mod moments moveaxis multi_hot multiply nan_to_num
        nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile
        nanstd nansum nanvar ndim negative nextafter nn nonzero norm normalize not_equal numpy one_hot ones ones_like
        outer pad percentile pinv polar power prod psnr ptp qr quantile rad2deg ravel real rearrange reciprocal relu
        relu6 repeat reshape rfft right_shift rms_normalization roll rot90 round rsqrt saturate_cast scan scatter
        scatter_update searchsorted segment_max segment_min segment_prod segment_sum select selu separable_conv shape
        sigmoid sign signbit silu sin sinc sinh size slice slice_update slogdet soft_shrink softmax softplus softsign
        solve solve_triangular sort space_to_depth sparse_categorical_crossentropy sparse_plus sparse_sigmoid sparsemax
        split sqrt square squareplus squeeze stack std stft stop_gradient subtract sum svd swapaxes swish switch take
        take_along_axis tan tanh tanh_shrink tensordot threshold tile top_k trace transpose trapezoid tri tril triu
        true_divide trunc unfold unique unravel_index unstack vander var vdot vectorize vectorized_map view
        view_as_complex view_as_real vsplit vstack where while_loop zeros zeros_like
    """,
    "optimizers": """
        Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer MultiOptimizer Muon Nadam
        Optimizer OptimizerMap RMSprop SGD ScheduleFreeAdamW deserialize get legacy schedules serialize
    """,
    "random": """
        SeedGenerator beta binomial categorical dropout gamma normal randint shuffle truncated_normal uniform
    """,
    "regularizers": """
        L1 L1L2 L2 OrthogonalRegularizer Regularizer deserialize get l1 l1_l2 l2 orthogonal_regularizer serialize
    """,
    "utils": """
        Config CustomObjectScope FeatureSpace Progbar PyDataset Sequence array_to_img audio_dataset_from_directory
        bounding_boxes clear_session custom_object_scope deserialize_keras_object disable_interactive_logging
        enable_interactive_logging get_custom_objects get_file get_registered_name get_registered_object
        get_source_inputs image_dataset_from_directory img_to_array is_interactive_logging_enabled is_keras_tensor
        legacy load_img model_to_dot normalize pack_x_y_sample_weight pad_sequences plot_model
        register_keras_serializable save_img serialize_keras_object set_random_seed split_dataset standardize_dtype
        text_dataset_from_directory timeseries_dataset_from_array to_categorical unpack_x_y_sample_weight
    """,
}

# More than was ever public: whatever the files of an older release defined or imported.
ONCE: dict[str, str] = {
    "activations": """
        K Layer absolute_import deserialize_keras_object division get_from_module print_function six warnings
    """,
    "applications": """
        Activation AveragePooling2D BASE_WEIGHT_PATH BASE_WEIGHT_URL BatchNormalization CLASS_INDEX CLASS_INDEX_PATH
        Concatenate Conv2D Convolution2D Cropping2D DENSENET121_WEIGHT_PATH DENSENET121_WEIGHT_PATH_NO_TOP
        DENSENET169_WEIGHT_PATH DENSENET169_WEIGHT_PATH_NO_TOP DENSENET201_WEIGHT_PATH DENSENET201_WEIGHT_PATH_NO_TOP
        Dense DenseNet DepthwiseConv2D Dropout ELU Flatten GRU GlobalAveragePooling2D GlobalMaxPooling2D Input InputSpec
        K Lambda MaxPooling2D Model MusicTaggerCRNN NASNET_LARGE_WEIGHT_PATH NASNET_LARGE_WEIGHT_PATH_NO_TOP
        NASNET_MOBILE_WEIGHT_PATH NASNET_MOBILE_WEIGHT_PATH_NO_TOP NASNet Permute RegNetX002 RegNetX004 RegNetX006
        RegNetX008 RegNetX016 RegNetX032 RegNetX040 RegNetX064 RegNetX080 RegNetX120 RegNetX160 RegNetX320 RegNetY002
        RegNetY004 RegNetY006 RegNetY008 RegNetY016 RegNetY032 RegNetY040 RegNetY064 RegNetY080 RegNetY120 RegNetY160
        RegNetY320 ResNetRS101 ResNetRS152 ResNetRS200 ResNetRS270 ResNetRS350 ResNetRS420 ResNetRS50 Reshape
        SeparableConv2D TAGS TF_WEIGHTS_PATH TF_WEIGHTS_PATH_NO_TOP TH_WEIGHTS_PATH TH_WEIGHTS_PATH_NO_TOP WEIGHTS_PATH
        WEIGHTS_PATH_NO_TOP ZeroPadding2D absolute_import add audio_conv_utils backend concatenate constraints conv2d_bn
        conv_block conv_utils convert_all_kernels_in_model decode_predictions dense_block division engine get_file
        get_source_inputs identity_block inception_resnet_block initializers json keras_applications
        keras_modules_injection layer_utils layers librosa librosa_exists merge mobilenetv2 models music_tagger_crnn np
        os preprocess_input print_function regnet regularizers relu6 resnet_rs transition_block utils warnings
    """,
    "callbacks": """
        BaseLogger Iterable K KTF Layer OrderedDict Progbar SidecarEvaluatorModelExport absolute_import callbacks csv
        defaultdict deque division experimental io json np os parse_version print_function projector requests six
        standardize_input_data sys tensorboard_v1 tensorboard_v2 tf time warnings
    """,
    "constraints": """
        K RadialConstraint absolute_import deserialize_keras_object division get_from_module maxnorm nonneg
        print_function radial_constraint serialize_keras_object six unitnorm
    """,
    "datasets": """
        K absolute_import cPickle cifar data_utils division get_file get_word_index gzip json load_batch load_data np os
        print_function range sys warnings zip
    """,
    "initializers": """
        K absolute_import deserialize_keras_object division normal np one print_function serialize_keras_object six
        uniform zero
    """,
    "layers": """
        AbstractRNNCell ActivityRegularizer AtrousConv1D AtrousConv2D AtrousConvolution1D AtrousConvolution2D
        ConvLSTM2DCell ConvRNN2D ConvRecurrent2D CuDNNGRU CuDNNLSTM Deconv2D Deconv3D Deconvolution2D Deconvolution3D
        DenseFeatures Highway K LocallyConnected1D LocallyConnected2D MaxoutDense Merge ParametricSoftplus RandomHeight
        RandomWidth Recurrent SReLU ThresholdedReLU TimeDistributedDense absolute_import activations
        advanced_activations constraints conv_input_length conv_output_length conv_utils convolutional
        convolutional_recurrent copy core cudnn_recurrent cudnn_rnn_ops deserialize_keras_object deserialize_layer
        disable_tracking disable_v2_dtype_behavior division embeddings enable_v2_dtype_behavior experimental func_dump
        func_load functools get_from_module has_arg initializations initializers inspect interfaces layer_from_config
        layers local marshal merge models namedtuple noise normalization np object_list_uid pooling preprocessing
        print_function python_types recurrent regularizers rnn sys tf time_distributed_dense to_list transpose_shape
        warnings wrappers
    """,
    "losses": """
        K KLD LossFunctionWrapper MAE MAPE MSE MSLE Reduction abc absolute_import cosine cosine_proximity
        deserialize_keras_object division huber_loss is_categorical_crossentropy kld kullback_leibler_divergence logcosh
        losses_utils mae mape mse msle print_function serialize_keras_object six
    """,
    "metrics": """
        BaseMeanIoU K KLD Layer MAE MAPE MSE MSLE MeanRelativeError MeanTensor Reduce SensitivitySpecificityBase abc
        absolute_import accuracy clone_metric clone_metrics cosine cosine_proximity cosine_similarity
        deserialize_keras_object division experimental f1score fbeta_score fmeasure fscore get_from_module kld
        kullback_leibler_divergence logcosh losses_utils mae mape matthews_correlation metrics_utils mse msle np
        precision print_function recall serialize_keras_object six tf types
    """,
    "models": """
        Graph Input InputLayer K Layer LinearModel Merge Node OrderedDict WideDeepModel absolute_import
        ask_to_proceed_with_overwrite copy division experimental get_source_inputs h5py has_arg interfaces json
        keras_version layer_from_config layer_module legacy_layers legacy_models legacy_sequential_layers
        model_from_config model_from_yaml models needs_legacy_support np optimizer_from_config optimizers os
        print_function to_list topology warnings yaml
    """,
    "ops": """
    """,
    "optimizers": """
        K TFOptimizer absolute_import adadelta adagrad adam adamax clip_norm copy deserialize_keras_object division
        experimental get_custom_objects get_from_module interfaces kl_divergence nadam np optimizer_from_config
        print_function rmsprop serialize_keras_object sgd six tf warnings zip
    """,
    "random": """
    """,
    "regularizers": """
        ActivityRegularizer EigenvalueRegularizer K L1L2Regularizer WeightRegularizer absolute_import activity_l1
        activity_l1l2 activity_l2 deserialize_keras_object division get_from_module l1l2 np print_function
        serialize_keras_object six warnings
    """,
    "utils": """
        AUCCurve AUCSummationMethod BytesIO ConfusionMatrix DeterministicRandomTestTool Enum GeneratorEnqueuer Graph
        H5Dict HDF5Matrix HTTPError Input K Lambda MagicMock Mock Model NEG_INF OrderedEnqueuer Reduction
        SequenceEnqueuer Sequential SidecarEvaluator StepsPerExecutionTuner ThreadPool TimedThread URLError Wrapper
        absolute_import abstractmethod accuracy add_edge ask_to_proceed_with_overwrite assert_allclose
        assert_thresholds_range binary_logloss binascii broadcast_weights categorical_probas_to_classes
        check_for_unexpected_keys clone_model closing codecs collections compute_weighted_loss concatenate contextlib
        conv_input_length conv_output_length conv_utils convert_all_kernels_in_model convert_dense_weights_data_format
        convert_kernel count_params count_total_params data_utils deconv_length defaultdict device_lib display
        display_table division experimental filter_top_k func_dump func_load func_reconstruct_closure functools
        generic_utils get_from_module get_index get_or_create_layer get_test_data getargspec h5dict h5py has_arg hashlib
        init_pool init_pool_generator inspect io_utils is_all_none is_model is_wrapped_model keras_test
        layer_from_config layer_test layer_utils load_array load_from_binary_h5py losses_utils make_tuple marshal
        metrics_utils model_from_json mp multi_gpu_model multi_gpu_utils multiclass_logloss multiprocessing next_sample
        normalize_data_format normalize_padding normalize_tuple np np_utils object_list_uid os parse_init_thresholds
        patch pickle plot print_function print_summary probas_to_classes pydot python_types queue random range
        reduce_weighted_loss result_wrapper save_array save_to_binary_h5py shutil six slice_arrays sp
        squeeze_or_expand_dimensions sys tables tarfile test_utils tf tf_file_io tf_file_io_proxy threading time to_list
        to_ordinal traceback track_tf1_style_variables training_utils transpose_shape tree unpack_singleton
        update_confusion_matrix_variables update_state_wrapper urlopen urlretrieve validate_file vis_utils
        visualize_util warmstart_embedding_matrix warnings weighted_assign_add zip zipfile
    """,
}
