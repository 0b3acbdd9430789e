/**
 * The features that a scratch org may be asked for, by the names of the definition file, compared without case. Asking
 * for one changes nothing but what the hub notes of the org: the local org has no part that a feature would switch on.
 */
const PLAIN = names(`
  API AnalyticsAdminPerms AnalyticsAppEmbedded Assessments AuthorApex B2BCommerce B2BLoyaltyManagement
  B2CCommerceGMV B2CLoyaltyManagement B2CLoyaltyManagementPlus BatchManagement BigObjectsBulkAPI Briefcase
  CMSMaxContType CMSMaxNodesPerContType CMSUnlimitedUse CPQ CacheOnlyKeys CascadeDelete CaseClassification
  CaseWrapUp ChangeDataCapture Chatbot Communities ConAppPluginExecuteAsUser ConnectedAppToolingAPI
  ContactsToMultipleAccounts ContractApprovals CustomNotificationType DataComDnbAccounts DataComFullClean
  DataMaskUser DataProcessingEngine DebugApex DecisionTable DefaultWorkflowUser DeferSharingCalc
  DevOpsCenter DevelopmentWave DeviceTrackingEnabled DisableManageIdConfAPI Division DocumentChecklist
  DocumentReaderPageLimit DurableClassicStreamingAPI DurableGenericStreamingAPI DynamicClientCreationLimit
  EinsteinAnalyticsPlus EinsteinArticleRecommendations EinsteinBuilderFree EinsteinRecommendationBuilder
  EinsteinRecommendationBuilderMetadata EinsteinSearch EinsteinVisits EmbeddedLoginForIE
  EnableManageIdConfUI EnablePRM EnableSetPasswordInApi Entitlements EventLogFile ExternalIdentityLogin
  FieldAuditTrail FinanceLogging FlowSites ForceComPlatform Functions GenericStreaming HealthCloudAddOn
  HealthCloudForCmty HealthCloudMedicationReconciliation HealthCloudPNMAddOn HighVelocitySales
  IdentityProvisioningFeatures IndustriesActionPlan IndustriesManufacturingCmty
  IndustriesMfgAccountForecast IndustriesMfgTargets InsightsPlatform Interaction IoT JigsawUser Knowledge
  LegacyLiveAgentRouting LightningSalesConsole LightningScheduler LightningServiceConsole LiveAgent
  LiveMessage LoyaltyAnalytics LoyaltyEngine LoyaltyManagementStarter Macros MarketingUser
  MaxAudTypeCriterionPerAud MinKeyRotationInterval MobileSecurity MultiCurrency MultiLevelMasterDetail
  MutualAuthentication NonprofitCloudCaseManagementUser ObjectLinking OrderManagement OrderSaveBehaviorBoth
  OrderSaveLogicEnabled OutboundMessageHTTPSession PardotScFeaturesCampaignInfluence PersonAccounts
  PipelineInspection PlatformCache PlatformEncryption ProcessBuilder ProductsAndSchedules
  ProviderFreePlatformCache PublicSectorAccess PublicSectorApplicationUsageCreditsAddOn
  PublicSectorSiteTemplate RecordTypes RefreshOnInvalidSession RevSubscriptionManagement
  S1ClientComponentCacheSize SAML20SingleLogout SCIMProtocol SFDOInsightsDataIntegrityUser
  SalesCloudEinstein SalesUser SalesforceContentUser SalesforceFeedbackManagementStarter
  SalesforceIdentityForCommunities SecurityEventEnabled ServiceCatalog ServiceCloud
  ServiceCloudVoicePartnerTelephony ServiceUser SessionIdInLogEnabled SharedActivities Sites
  SocialCustomerService StateAndCountryPicklist StreamingAPI SurveyAdvancedFeatures SustainabilityApp
  SustainabilityCloud TCRMforSustainability TimeSheetTemplateSettings TimelineConditionsLimit
  TimelineEventLimit TimelineRecordTypeLimit TransactionFinalizers WavePlatform WorkThanksPref Workflow
  WorkflowFlowActionFeature WorkplaceCommandCenterUser`);

/** Features that are asked for with a number, as in `AddCustomTabs:5`. */
const COUNTED = names(`
  AddCustomApps AddCustomObjects AddCustomRelationships AddCustomTabs AddDataComCRMRecordCredit
  AddInsightsQueryLimit AdditionalFieldHistory AssetScheduling CalloutSizeMB ConcStreamingClients
  ConsolePersistenceInterval EmpPublishRateLimit EncryptionStatisticsInterval EncryptionSyncInterval
  FieldService FieldServiceDispatcherUser FieldServiceMobileUser FieldServiceSchedulingUser
  FinancialServicesCommunityUser FinancialServicesInsuranceUser FinancialServicesUser
  GenStreamingEventsPerDay HoursBetweenCoverageJob LoyaltyMaxOrderLinePerHour LoyaltyMaxProcExecPerHour
  LoyaltyMaxTransactions LoyaltyMaximumPartners LoyaltyMaximumPrograms MaxActiveDPEDefs MaxApexCodeSize
  MaxCustomLabels MaxDataSourcesPerDPE MaxDatasetLinksPerDT MaxDecisionTableAllowed MaxFavoritesAllowed
  MaxFieldsPerNode MaxInputColumnsPerDT MaxLoyaltyProcessRules MaxNoOfLexThemesAllowed MaxNodesPerDPE
  MaxOutputColumnsPerDT MaxSourceObjectPerDSL MaxStreamingTopics MaxUserNavItemsAllowed
  MaxUserStreamingChannels MaxWritebacksPerDPE MedVisDescriptorLimit MobileExtMaxFileSizeMB
  NumPlatformEvents PlatformConnect PlatformEventsPerDay StreamingEventsPerDay SubPerStreamingChannel
  SubPerStreamingTopic`);

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().toLowerCase().split(/\s+/));
}

/** What is wrong with a list of features in the platform's words, or null; `features` is separated by semicolons. */
export function featureFault(features: string): string | null {
  for (const feature of features.split(/[;,]/).map((item) => item.trim())) {
    if (feature === '') continue;
    const [name = '', quantity] = feature.split(':');
    const counted = COUNTED.has(name.toLowerCase());
    if (!counted && !PLAIN.has(name.toLowerCase())) return `${name} is not a valid Features value.`;
    if (counted && quantity === undefined) return `The feature value ${name} requires a quantity.`;
    if (quantity !== undefined && !(counted && /^\d+$/.test(quantity)))
      return `${quantity} is not a valid quantity for the Features value ${name}.`;
  }
  return null;
}
